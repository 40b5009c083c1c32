package io.sparsesplit.edge;

import io.sparsesplit.service.CommittedApi;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Rig.Shared.class)
class OpenApiTest {

    @Test
    void theCommittedDocumentIsTheOneThatIsServed(Rig rig) throws IOException {
        CommittedApi.requireEqualTo("edge", rig.http);
    }
}
