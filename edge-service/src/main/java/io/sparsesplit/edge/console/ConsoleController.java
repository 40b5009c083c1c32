package io.sparsesplit.edge.console;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.service.web.Body;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the page asks besides what everybody may ask. It changes nothing, and is no part of the API. */
@RestController
@RequestMapping("/console")
@Hidden
class ConsoleController {

    private final ServedModels models;
    private final int maxBytes;

    ConsoleController(ServedModels models, @Value("${sparsesplit.image.max-bytes:1MB}") DataSize maxBytes) {
        this.models = models;
        this.maxBytes = Math.toIntExact(maxBytes.toBytes());
    }

    /** Describes a version that is loaded. */
    @GetMapping(path = "/model", produces = MediaType.APPLICATION_JSON_VALUE)
    ShownModel model(@RequestParam String name, @RequestParam String version) {
        return ShownModel.of(models.choose(name, version));
    }

    /** Draws what the network of a version sees of an image. */
    @PostMapping(path = "/seen", produces = MediaType.IMAGE_PNG_VALUE)
    byte[] seen(HttpServletRequest request, @RequestParam String name, @RequestParam String version)
            throws IOException {
        ServedModel model = models.choose(name, version);
        return SeenPicture.of(Body.read(request, maxBytes), model.decoder());
    }
}
