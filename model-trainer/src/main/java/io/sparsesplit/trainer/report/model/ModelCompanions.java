package io.sparsesplit.trainer.report.model;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes the files that lie beside a published model: its own report, and the records that the report and later calibrations need.
 * The fingerprint does not cover them, since they hold times and the machine, which differ between runs of the same command.
 *
 * @param report input of the report, made from the model as it was read again
 * @param records contents of further files by name; a file takes the place of one with the same name that the report brings
 */
public record ModelCompanions(Function<SplitModel, ReportInput> report, Map<String, byte[]> records)
        implements ModelRepository.Companions {

    /**
     * Reads records that are carried over from another version of the model. A file that does not exist is left out.
     *
     * @param folder folder of the other version
     * @param names names of the files
     * @return contents by name
     * @throws UncheckedIOException when a file cannot be read
     */
    public static Map<String, byte[]> carried(Path folder, String... names) {
        Map<String, byte[]> records = new LinkedHashMap<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    records.put(name, Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
                }
            }
        }
        return records;
    }

    @Override
    public Map<String, byte[]> files(EdgeModel edge, CloudModel cloud) {
        Map<String, byte[]> files = new ModelReport(report.apply(new SplitModel(edge, cloud))).files();
        files.putAll(records);
        return files;
    }
}
