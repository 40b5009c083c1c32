package io.sparsesplit.cloud;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.service.catalog.PartLoader;

/** Gets the tails of models ready: features go the whole way from a payload to a class. */
final class TailLoader implements PartLoader<CloudModel> {

    private final ModelRepository repository;

    TailLoader(ModelRepository repository) {
        this.repository = repository;
    }

    @Override
    public CloudModel load(String name, String version) {
        return repository.loadCloud(name, version);
    }

    @Override
    public void run(CloudModel model) {
        FeatureCodec codec = model.codecs().standard();
        byte[] payload = codec.encode(new Features(new float[codec.features()], 0));
        model.tail().classify(codec.decode(payload));
    }
}
