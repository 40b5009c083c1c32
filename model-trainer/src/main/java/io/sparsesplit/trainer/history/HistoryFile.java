package io.sparsesplit.trainer.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps epochs in a CSV file, in UTF-8 with lines that end with a line feed: a header with units, then a row for each epoch.
 * Phase and note are words without commas, quotes and line breaks; a figure that was not measured is empty.
 *
 * <p>Each row is appended and on the disk before the next epoch begins. A training that goes on from a checkpoint repeats no
 * epoch: rows of the epoch about to be appended, and of later ones, are taken out first.
 */
public final class HistoryFile {

    /** Name of the file in the folder of a model's version. */
    public static final String NAME = "history.csv";

    private static final String HEADER = "epoch,epochs,phase,learning_rate,train_loss_nats,"
            + "validation_exit_accuracy_percent,validation_exit_loss_nats,"
            + "validation_tail_accuracy_percent,validation_tail_loss_nats,"
            + "bits_per_image,seconds,images_per_second,note";
    private static final int COLUMNS = HEADER.split(",", -1).length;

    private final Path file;
    private final List<EpochRecord> epochs;

    /**
     * Opens a file, which need not exist.
     *
     * @throws IllegalArgumentException when there is one, and it is no history
     */
    public HistoryFile(Path file) throws IOException {
        this.file = file;
        this.epochs = new ArrayList<>(Files.exists(file) ? read(file) : List.of());
    }

    /** Returns all epochs, in their order. */
    public List<EpochRecord> epochs() {
        return List.copyOf(epochs);
    }

    /** Appends an epoch in place of all rows of it and of later ones. */
    void append(EpochRecord epoch) throws IOException {
        boolean repeats = epochs.removeIf(old -> old.epoch() >= epoch.epoch());
        epochs.add(epoch);
        if (repeats || epochs.size() == 1 || !Files.exists(file)) {
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            Files.write(unfinished, bytes(epochs));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.writeString(file, row(epoch), StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        }
    }

    /** Returns the whole file of some epochs, in UTF-8. */
    public static byte[] bytes(List<EpochRecord> epochs) {
        return epochs.stream()
                .map(HistoryFile::row)
                .collect(Collectors.joining("", HEADER + "\n", ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Reads all epochs of a file. A last row that was cut short by a crash is left out.
     *
     * @throws IllegalArgumentException when the file is no history
     */
    public static List<EpochRecord> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
        }
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException(
                    "%s is not the history of a training: its first line is not %s".formatted(file, HEADER));
        }
        int complete = text.endsWith("\n") ? lines.size() : lines.size() - 1;
        List<EpochRecord> epochs = new ArrayList<>();
        for (int line = 1; line < complete; line++) {
            epochs.add(epoch(file, line + 1, lines.get(line)));
        }
        return epochs;
    }

    private static EpochRecord epoch(Path file, int line, String row) {
        String[] cells = row.split(",", -1);
        try {
            if (cells.length != COLUMNS) {
                throw new IllegalArgumentException("there are %d cells".formatted(cells.length));
            }
            return new EpochRecord(
                    Integer.parseInt(cells[0]),
                    Integer.parseInt(cells[1]),
                    cells[2],
                    figure(cells[3]),
                    figure(cells[4]),
                    figure(cells[5]),
                    figure(cells[6]),
                    figure(cells[7]),
                    figure(cells[8]),
                    figure(cells[9]),
                    figure(cells[10]),
                    figure(cells[11]),
                    cells[12]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s, line %d, is not an epoch: %s".formatted(file, line, e.getMessage()), e);
        }
    }

    private static String row(EpochRecord epoch) {
        return String.join(
                        ",",
                        Integer.toString(epoch.epoch()),
                        Integer.toString(epoch.epochs()),
                        word(epoch.phase()),
                        text(epoch.learningRate()),
                        text(epoch.loss()),
                        text(epoch.exitAccuracy()),
                        text(epoch.exitLoss()),
                        text(epoch.tailAccuracy()),
                        text(epoch.tailLoss()),
                        text(epoch.bits()),
                        text(epoch.seconds()),
                        text(epoch.imagesPerSecond()),
                        word(epoch.note()))
                + "\n";
    }

    private static double figure(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    private static String text(double figure) {
        return Double.isNaN(figure) ? "" : Double.toString(figure);
    }

    private static String word(String text) {
        return text.replaceAll("[,\"\\r\\n]", " ");
    }
}
