package io.sparsesplit.edge.adaptation;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/controller}: what the controller measures and has set. */
@Component
@Endpoint(id = "controller")
class ControllerEndpoint {

    private final Controller controller;

    ControllerEndpoint(Controller controller) {
        this.controller = controller;
    }

    @ReadOperation
    ControllerView view() {
        return ControllerView.of(controller);
    }
}
