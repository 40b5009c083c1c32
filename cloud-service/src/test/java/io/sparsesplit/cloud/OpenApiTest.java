package io.sparsesplit.cloud;

import io.sparsesplit.service.CommittedApi;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class OpenApiTest {

    @Test
    void theCommittedDocumentIsTheOneThatIsServed(@TempDir Path repository) throws IOException {
        SmallModel.publish(repository, 1);
        try (ConfigurableApplicationContext service = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME)) {
            CommittedApi.requireEqualTo("cloud", new Http(service));
        }
    }
}
