package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PrometheusConfigTest {

    private static final JsonNode CONFIG = Repository.yaml(Repository.path("observability/prometheus.yml"));

    @Test
    void scrapesEachServiceOfOursUnderItsComposeNameAndPort() {
        assertThat(CONFIG.path("scrape_configs")
                        .valueStream()
                        .flatMap(job -> job.at("/static_configs/0/targets").valueStream())
                        .map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(ComposeService.all().stream()
                        .filter(ComposeService::isOurs)
                        .map(service -> service.name() + ":" + service.containerPort())
                        .toList());
    }

    @Test
    void scrapesTheActuator() {
        assertThat(CONFIG.path("scrape_configs")
                        .valueStream()
                        .map(job -> job.path("metrics_path").asString("")))
                .containsOnly("/actuator/prometheus");
    }

    @Test
    void readsTheRulesWhereTheyAreMounted() {
        assertThat(CONFIG.path("rule_files")).hasToString("[\"/etc/prometheus/rules/*.yml\"]");
        assertThat(ComposeService.all().stream().flatMap(ComposeService::bindMounts))
                .contains("./observability/rules:/etc/prometheus/rules:ro");
    }

    @Test
    void grafanaKnowsTheScrapeInterval() {
        JsonNode datasource = provisioned("datasources/prometheus.yml").at("/datasources/0");
        assertThat(datasource.at("/jsonData/timeInterval").asString(""))
                .isEqualTo(CONFIG.at("/global/scrape_interval").asString());
    }

    @Test
    void grafanaAsksPrometheusUnderItsComposeNameAndPort() {
        ComposeService prometheus = ComposeService.all().stream()
                .filter(service -> service.name().equals("prometheus"))
                .findFirst()
                .orElseThrow();

        assertThat(provisioned("datasources/prometheus.yml")
                        .at("/datasources/0/url")
                        .asString(""))
                .isEqualTo("http://prometheus:" + prometheus.containerPort());
    }

    @Test
    void grafanaLooksForDashboardsWhereTheyAreMounted() {
        String folder = provisioned("dashboards/sparsesplit.yml")
                .at("/providers/0/options/path")
                .asString();

        assertThat(ComposeService.all().stream().flatMap(ComposeService::bindMounts))
                .contains("./observability/dashboards:" + folder + ":ro");
    }

    private static JsonNode provisioned(String file) {
        return Repository.yaml(Repository.path("observability/grafana/provisioning/" + file));
    }
}
