package io.sparsesplit.benchmarks;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Float32Codec;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message after the other through one of a model's codecs: features to payload, payload to features, and both. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    @Param({"float32", "uint8", "packed", "run-length", "deflate", "entropy"})
    public String codec = "";

    /** Folder of a model's version. */
    @Param("models/mnist/3.1.0")
    public String model = "";

    /** Folder of a data set; empty for what {@link SentFeatures} takes by itself. */
    @Param("")
    public String data = "";

    private FeatureCodec coder = new Float32Codec(1, 0);
    private Features[] features = new Features[0];
    private byte[][] payloads = new byte[0][];
    private int message;

    @Setup
    public void prepare() {
        SentFeatures sent = SentFeatures.of(Path.of(model), data.isEmpty() ? null : Path.of(data));
        coder = sent.edge().codecs().of(Codec.of(codec)).orElseThrow();
        features = sent.features().toArray(Features[]::new);
        payloads = sent.features().stream().map(coder::encode).toArray(byte[][]::new);
    }

    @Benchmark
    public byte[] encode() {
        return coder.encode(features[next()]);
    }

    @Benchmark
    public Features decode() {
        return coder.decode(payloads[next()]);
    }

    @Benchmark
    public Features both() {
        return coder.decode(coder.encode(features[next()]));
    }

    private int next() {
        message = message + 1 < features.length ? message + 1 : 0;
        return message;
    }
}
