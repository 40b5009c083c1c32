package io.sparsesplit.edge;

import io.sparsesplit.service.CommittedApi;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServicePair.Shared.class)
class OpenApiTest {

    @Test
    void theCommittedDocumentIsTheOneThatIsServed(ServicePair pair) throws IOException {
        CommittedApi.requireEqualTo("edge", pair.http);
    }
}
