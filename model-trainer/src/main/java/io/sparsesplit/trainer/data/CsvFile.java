package io.sparsesplit.trainer.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180, UTF-8) of grey images, one a line: a label, which may be any text, and the brightness of each pixel, row
 * after row, as whole numbers of 0 to 255. A first line that is no image is the header.
 */
final class CsvFile {

    private static final List<String> LABEL_NAMES = List.of("label", "class");
    private static final int MAX_BRIGHTNESS = 255;
    private static final int MAX_BYTES = 1 << 30;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final CsvLayout layout;
    private final Faults faults;
    private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    private final List<String> labels = new ArrayList<>();
    private final Map<String, String> knownLabels = new HashMap<>();
    private final IntStream.Builder lines = IntStream.builder();
    private int fields;
    private int labelColumn;
    private Size size = new Size(1, 1);
    private String sha256 = "";

    private CsvFile(Path path, CsvLayout layout, Faults faults) {
        this.path = path;
        this.layout = layout;
        this.faults = faults;
    }

    /**
     * Reads a file.
     *
     * @throws DataException when it is not such a file; single lines that are damaged are skipped
     */
    static CsvFile read(Path path, CsvLayout layout, Faults faults) {
        CsvFile file = new CsvFile(path, layout, faults);
        MessageDigest digest = Digest.sha256();
        try (InputStream stream = new DigestInputStream(
                        new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES), digest);
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .detectBomHeader(true)
                        .ofCsvRecord(stream)) {
            for (CsvRecord line : reader) {
                file.add(line);
            }
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (CsvParseException e) {
            throw new DataException("%s is not CSV: %s".formatted(path, e.getMessage()), e);
        } catch (UncheckedIOException | IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
        if (file.fields == 0) {
            throw new DataException("%s is empty.".formatted(path));
        }
        file.sha256 = HexFormat.of().formatHex(digest.digest());
        return file;
    }

    Examples examples() {
        return new StoredExamples(
                "line %d of " + path.getFileName().toString().replace("%", "%%"),
                size.width(),
                size.height(),
                pixels.toByteArray(),
                labels.toArray(String[]::new),
                lines.build().toArray());
    }

    /** Of the file, in hexadecimal. */
    String sha256() {
        return sha256;
    }

    private void add(CsvRecord line) {
        if (fields == 0) {
            boolean header = isHeader(line);
            layOut(line, header);
            if (header) {
                return;
            }
        }
        String reason = addImage(line);
        if (reason != null) {
            faults.skip("line %d of %s".formatted(line.getStartingLineNumber(), path.getFileName()), reason);
        }
    }

    /** Adds an image, or says why not. */
    private @Nullable String addImage(CsvRecord line) {
        if (line.getFieldCount() != fields) {
            return "It has %d fields instead of %d.".formatted(line.getFieldCount(), fields);
        }
        String label = line.getField(labelColumn).strip();
        if (label.isEmpty()) {
            return "It has no label.";
        }
        byte[] image = new byte[fields - 1];
        int next = 0;
        for (int field = 0; field < fields; field++) {
            if (field != labelColumn) {
                int brightness = brightness(line.getField(field));
                if (brightness < 0) {
                    return "Pixel %d is '%s' instead of a whole number of 0 to 255."
                            .formatted(next, line.getField(field));
                }
                image[next++] = (byte) brightness;
            }
        }
        if (pixels.size() > MAX_BYTES - image.length) {
            throw new DataException("%s has more than %d pixels in all.".formatted(path, MAX_BYTES));
        }
        pixels.writeBytes(image);
        labels.add(knownLabels.computeIfAbsent(label, known -> known));
        lines.add((int) line.getStartingLineNumber());
        return null;
    }

    private void layOut(CsvRecord first, boolean header) {
        fields = first.getFieldCount();
        if (fields < 2) {
            throw new DataException(
                    "%s has one field in its first line: wanted are a label and pixels, separated by commas."
                            .formatted(path));
        }
        labelColumn = labelColumn(first, header);
        size = size(fields - 1);
    }

    private int labelColumn(CsvRecord first, boolean header) {
        String wanted = layout.labelColumn();
        if (CsvLayout.FIRST.equals(wanted)) {
            return 0;
        }
        if (CsvLayout.LAST.equals(wanted)) {
            return fields - 1;
        }
        for (int field = 0; header && field < fields; field++) {
            if (isLabel(first.getField(field))) {
                return field;
            }
        }
        if (wanted != null) {
            throw new DataException("%s has no column '%s'%s; --label-column takes first, last or a name in the header"
                    .formatted(
                            path, wanted, header ? ": its header begins with " + first.getField(0) : " and no header"));
        }
        return 0;
    }

    private Size size(int length) {
        Size given = layout.size();
        if (given != null) {
            if (given.width() * given.height() != length) {
                throw new DataException("%s has %d pixels a line, which are not the %s of --csv-picture"
                        .formatted(path, length, given));
            }
            return given;
        }
        int side = (int) Math.sqrt(length);
        if (side * side != length) {
            throw new DataException(
                    "%s has %d pixels a line, which is no square: give their size with --csv-picture WIDTHxHEIGHT"
                            .formatted(path, length));
        }
        return new Size(side, side);
    }

    /** A line that names the label's column, or most of whose fields are no brightness. */
    private boolean isHeader(CsvRecord line) {
        int others = 0;
        for (int field = 0; field < line.getFieldCount(); field++) {
            if (isLabel(line.getField(field))) {
                return true;
            }
            others += brightness(line.getField(field)) < 0 ? 1 : 0;
        }
        return others > line.getFieldCount() / 2;
    }

    private boolean isLabel(String name) {
        String wanted = layout.labelColumn();
        boolean named = wanted != null && !wanted.equals(CsvLayout.FIRST) && !wanted.equals(CsvLayout.LAST);
        return named ? name.strip().equals(wanted) : LABEL_NAMES.stream().anyMatch(name.strip()::equalsIgnoreCase);
    }

    /** -1 when it is none. */
    private static int brightness(String field) {
        String number = field.strip();
        if (number.isEmpty() || number.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value <= MAX_BRIGHTNESS ? value : -1;
    }
}
