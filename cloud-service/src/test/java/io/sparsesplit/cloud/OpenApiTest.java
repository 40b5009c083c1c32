package io.sparsesplit.cloud;

import io.sparsesplit.service.CommittedApi;
import io.sparsesplit.service.DocumentedApi;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

    @Test
    void theCommittedDocumentIsTheOneThatIsServed(@TempDir Path repository) throws IOException {
        SmallModel.publish(repository, 1);
        try (ConfigurableApplicationContext service = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME)) {
            Http http = new Http(service);
            JsonNode api = http.get("/v3/api-docs").json();
            DocumentedApi.requireThatOptionalParametersOfferNothing(api);
            DocumentedApi.requireThatEveryErrorHasAnExample(api);
            CommittedApi.requireEqualTo("cloud", http);
        }
    }
}
