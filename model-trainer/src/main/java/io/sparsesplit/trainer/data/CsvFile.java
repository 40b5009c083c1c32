package io.sparsesplit.trainer.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180, UTF-8; commas, semicolons or tabs) of grey images, one a line: a label, which may be any text, and the
 * brightness of each pixel, row after row, as {@link CsvNumbers} says. A first line that is no image is the header. Which column
 * is which, {@link CsvColumns} decides.
 */
final class CsvFile {

    /** Lines that columns are judged by. */
    private static final int SAMPLE = 200;

    private static final int MAX_BYTES = 1 << 30;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Pattern WHOLE_FLOAT = Pattern.compile("([+-]?\\d+)\\.0*");

    private final Path path;
    private final SkippedImages faults;
    private final CsvColumns columns;
    private final int[] fields;
    private final Size size;
    private final List<byte[]> pictures = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final Map<String, String> knownLabels = new HashMap<>();
    private final IntStream.Builder lines = IntStream.builder();
    private String sha256 = "";

    private CsvFile(Path path, CsvColumns columns, CsvLayout layout, SkippedImages faults) {
        this.path = path;
        this.columns = columns;
        this.faults = faults;
        this.fields = columns.pixels();
        this.size = size(fields.length, layout.size());
    }

    /**
     * Reads a file.
     *
     * @throws DataException when it is not such a file; single lines that are damaged are skipped
     */
    static CsvFile read(Path path, CsvLayout layout, SkippedImages faults) {
        MessageDigest digest = Digest.sha256();
        try (InputStream stream = new DigestInputStream(
                        new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES), digest);
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .fieldSeparator(separator(path))
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .detectBomHeader(true)
                        .ofCsvRecord(stream)) {
            Iterator<CsvRecord> records = reader.iterator();
            List<CsvRecord> sample = new ArrayList<>();
            while (sample.size() < SAMPLE && records.hasNext()) {
                sample.add(records.next());
            }
            if (sample.isEmpty()) {
                throw new DataException("%s is empty.".formatted(path));
            }
            CsvColumns columns = new CsvColumns(
                    path, sample.stream().map(CsvRecord::getFields).toList(), layout);
            CsvFile file = new CsvFile(path, columns, layout, faults);
            columns.say(faults);
            sample.stream().skip(columns.hasHeader() ? 1 : 0).forEach(file::add);
            records.forEachRemaining(file::add);
            stream.transferTo(OutputStream.nullOutputStream());
            file.requirePlausibleLabels();
            file.sha256 = HexFormat.of().formatHex(digest.digest());
            return file;
        } catch (CsvParseException e) {
            throw new DataException("%s is not CSV: %s".formatted(path, e.getMessage()), e);
        } catch (UncheckedIOException | IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    Examples examples() {
        return new StoredExamples(
                "line %d of " + path.getFileName().toString().replace("%", "%%"),
                size.width(),
                size.height(),
                pictures.toArray(byte[][]::new),
                labels.toArray(String[]::new),
                lines.build().toArray());
    }

    /** Of the file, in hexadecimal. */
    String sha256() {
        return sha256;
    }

    /** Returns the separator that is most frequent at the beginning of the file, a comma when there is none. */
    private static String separator(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            String begin = new String(stream.readNBytes(BUFFER_BYTES), StandardCharsets.ISO_8859_1);
            String line = begin.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
            return Stream.of("\t", ";", ",")
                    .max(Comparator.comparingLong(separator -> count(line, separator)))
                    .orElse(",");
        }
    }

    private static long count(String line, String separator) {
        return line.chars().filter(c -> c == separator.charAt(0)).count();
    }

    private void requirePlausibleLabels() {
        Map<String, Integer> counts = new HashMap<>();
        labels.forEach(label -> counts.merge(label, 1, Integer::sum));
        columns.requirePlausible(counts, labels.size());
    }

    private void add(CsvRecord line) {
        String reason = addImage(line);
        if (reason != null) {
            faults.skip("line %d of %s".formatted(line.getStartingLineNumber(), path.getFileName()), reason);
        }
    }

    /** Adds an image, or says why not. */
    private @Nullable String addImage(CsvRecord line) {
        if (line.getFieldCount() != columns.fields()) {
            return "It has %d fields instead of %d.".formatted(line.getFieldCount(), columns.fields());
        }
        String label = label(line.getField(columns.label()).strip());
        if (label.isEmpty()) {
            return "It has no label.";
        }
        byte[] image = new byte[fields.length];
        for (int pixel = 0; pixel < fields.length; pixel++) {
            int brightness = columns.numbers().brightness(line.getField(fields[pixel]));
            if (brightness < 0) {
                return "Pixel %d is '%s' instead of %s."
                        .formatted(
                                pixel,
                                line.getField(fields[pixel]),
                                columns.numbers().wanted());
            }
            image[pixel] = (byte) brightness;
        }
        if ((long) (pictures.size() + 1) * image.length > MAX_BYTES) {
            throw new DataException("%s has more than %d pixels in all.".formatted(path, MAX_BYTES));
        }
        pictures.add(image);
        labels.add(knownLabels.computeIfAbsent(label, known -> known));
        lines.add((int) line.getStartingLineNumber());
        return null;
    }

    /** A class 3 that a table of floating-point numbers holds as 3.0 is still class 3. */
    private static String label(String text) {
        Matcher whole = WHOLE_FLOAT.matcher(text);
        return whole.matches() ? whole.group(1) : text;
    }

    private Size size(int length, @Nullable Size given) {
        if (given != null) {
            if (given.width() * given.height() != length) {
                throw new DataException("%s has %d pixels a line, which are not the %s of --csv-picture"
                        .formatted(path, length, given));
            }
            return given;
        }
        int side = (int) Math.sqrt(length);
        if (side * side != length || length == 0) {
            throw new DataException(
                    "%s has %d pixels a line, which is no square: give their size with --csv-picture WIDTHxHEIGHT"
                            .formatted(path, length));
        }
        return new Size(side, side);
    }
}
