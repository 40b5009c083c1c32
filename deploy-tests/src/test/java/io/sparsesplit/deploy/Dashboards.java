package io.sparsesplit.deploy;

import static io.sparsesplit.deploy.Panel.heatmap;
import static io.sparsesplit.deploy.Panel.lines;
import static io.sparsesplit.deploy.Panel.number;
import static io.sparsesplit.deploy.Panel.states;
import static io.sparsesplit.deploy.Panel.table;

import java.util.List;

/** What the dashboards of {@code observability/dashboards} are made from. */
final class Dashboards {

    static final List<Dashboard> ALL = List.of(overview(), model(), link(), jvm());

    private Dashboards() {}

    private static Dashboard services(String name, String title, String description) {
        return new Dashboard(name, title, description)
                .choose("edge", "Edge", "label_values(sparsesplit_confidence_count, instance)")
                .choose("cloud", "Cloud", "label_values(sparsesplit_completions_total, instance)");
    }

    private static Dashboard overview() {
        return services(
                        "overview",
                        "SparseSplit: overview",
                        "Rate, errors, latency, exits and bytes of the edges, and whether they reach their cloud.")
                .row(
                        "Now",
                        number("Images", "reqps", "Images answered per second.")
                                .query("sum(rate(sparsesplit_exits_total{@edge}[~]))", "images")
                                .plain(),
                        number(
                                        "Answered at the edge",
                                        "percentunit",
                                        "Share of the images that the edge answered because it was to, without asking the cloud.")
                                .query(
                                        "sum(rate(sparsesplit_exits_total{exit=\"edge\",@edge}[~])) / sum(rate(sparsesplit_exits_total{@edge}[~]))",
                                        "local")
                                .atLeast(0.5, 0.8),
                        number(
                                        "In place of the cloud",
                                        "percentunit",
                                        "Share of the images that the exit answered because the cloud could not.")
                                .query(
                                        "sum(rate(sparsesplit_exits_total{exit=\"edge-fallback\",@edge}[~])) / sum(rate(sparsesplit_exits_total{@edge}[~]))",
                                        "fallback")
                                .bounds(0.01, 0.05),
                        number("Errors", "percentunit", "Share of the requests that were answered with an error.")
                                .query(
                                        "sum(rate(sparsesplit_errors_total{@edge}[~])) / (sum(rate(sparsesplit_exits_total{@edge}[~])) + sum(rate(sparsesplit_errors_total{@edge}[~])))",
                                        "errors")
                                .bounds(0.01, 0.05),
                        number(
                                        "Latency, 99 %",
                                        "s",
                                        "Time from the arrival of an image to its answer that 99 of 100 images keep. The objective is 500 ms.")
                                .query(
                                        "histogram_quantile(0.99, sum by (le) (rate(sparsesplit_inference_seconds_bucket{@edge}[~])))",
                                        "p99")
                                .bounds(0.25, 0.5),
                        number(
                                        "Bytes saved",
                                        "percentunit",
                                        "Against sending every image file to the cloud: all that was sent, HTTP included, against the files alone.")
                                .query(
                                        "1 - sum(rate(sparsesplit_bytes_wire_total{direction=\"sent\",@edge}[~])) / sum(rate(sparsesplit_bytes_image_total{@edge}[~]))",
                                        "saved")
                                .atLeast(0, 0.5))
                .row(
                        "Traffic",
                        lines("Images per second", "reqps", "Images answered per second, by who answered.")
                                .query(
                                        "sum by (exit) (rate(sparsesplit_inference_seconds_count{@edge}[~]))",
                                        "{{exit}}")
                                .stacked(),
                        lines(
                                        "Exits",
                                        "percentunit",
                                        "Shares of the images by who answered. What the edge answered because it was to is the local exit rate.")
                                .query(
                                        "sum by (exit) (rate(sparsesplit_exits_total{@edge}[~])) / ignoring (exit) group_left () sum(rate(sparsesplit_exits_total{@edge}[~]))",
                                        "{{exit}}")
                                .max(1),
                        lines(
                                        "Errors per second",
                                        "reqps",
                                        "Requests that were refused or failed, by HTTP status: 503 is overload, 500 a defect, the rest is what was sent.")
                                .query("sum by (status) (rate(sparsesplit_errors_total{@edge}[~]))", "{{status}}")
                                .stacked())
                .row(
                        "Latency",
                        latency("0.5", "p50"),
                        latency("0.99", "p99"),
                        heatmap(
                                        "Answers by latency",
                                        "s",
                                        "How many images per second took how long; the edge's own answers and those of the cloud are two bands.")
                                .query("sum by (le) (rate(sparsesplit_inference_seconds_bucket{@edge}[~]))", "{{le}}"),
                        lines(
                                        "Answers within the objective",
                                        "percentunit",
                                        "Share of the answers that took at most 500 ms, by instance. The objective is 99 % over 30 days.")
                                .query(
                                        "sum by (instance) (rate(sparsesplit_inference_seconds_bucket{le=\"0.5\",@edge}[~])) / (sum by (instance) (rate(sparsesplit_inference_seconds_count{@edge}[~])) > 0)",
                                        "{{instance}}")
                                .max(1)
                                .atLeast(0.97, 0.99),
                        lines(
                                        "Time in head, cloud call and tail",
                                        "s",
                                        "Mean times of the parts of the way: the head on the edge, a call to the cloud with the network, the tail in the cloud.")
                                .query(
                                        "sum(rate(sparsesplit_head_seconds_sum{@edge}[~])) / sum(rate(sparsesplit_head_seconds_count{@edge}[~]))",
                                        "head")
                                .query(
                                        "sum(rate(sparsesplit_cloud_call_seconds_sum{@edge}[~])) / (sum(rate(sparsesplit_cloud_call_seconds_count{@edge}[~])) > 0)",
                                        "cloud call")
                                .query(
                                        "sum(rate(sparsesplit_tail_seconds_sum{@cloud}[~])) / (sum(rate(sparsesplit_tail_seconds_count{@cloud}[~])) > 0)",
                                        "tail"))
                .row(
                        "Bytes",
                        lines(
                                        "Bytes per second",
                                        "Bps",
                                        "Length of the images answered, of the features among what was sent, of the frames around them, and of all on the wire, HTTP included.")
                                .query("sum(rate(sparsesplit_bytes_image_total{@edge}[~]))", "images")
                                .query("sum(rate(sparsesplit_bytes_payload_total{@edge}[~]))", "features")
                                .query("sum(rate(sparsesplit_bytes_frame_total{@edge}[~]))", "frames")
                                .query(
                                        "sum by (direction) (rate(sparsesplit_bytes_wire_total{@edge}[~]))",
                                        "wire, {{direction}}"),
                        lines(
                                        "Bytes per image",
                                        "decbytes",
                                        "What an image is long as a file, and what is sent for it on average, exits included, HTTP included.")
                                .query(
                                        "sum(rate(sparsesplit_bytes_image_total{@edge}[~])) / sum(rate(sparsesplit_exits_total{@edge}[~]))",
                                        "file")
                                .query(
                                        "sum(rate(sparsesplit_bytes_wire_total{direction=\"sent\",@edge}[~])) / sum(rate(sparsesplit_exits_total{@edge}[~]))",
                                        "sent"),
                        lines(
                                        "Bytes saved by edge",
                                        "percentunit",
                                        "Against sending every image file, by instance. Below 0 the headers around the features cost more than the files.")
                                .query(
                                        "1 - sum by (instance) (rate(sparsesplit_bytes_wire_total{direction=\"sent\",@edge}[~])) / (sum by (instance) (rate(sparsesplit_bytes_image_total{@edge}[~])) > 0)",
                                        "{{instance}}")
                                .signed()
                                .max(1))
                .row(
                        "The cloud, seen from the edges",
                        breaker(),
                        lines(
                                        "Why the edge answered in place of the cloud",
                                        "reqps",
                                        "Images per second that the exit answered because the cloud could not, by reason.")
                                .query(
                                        "sum by (reason) (rate(sparsesplit_exits_total{exit=\"edge-fallback\",@edge}[~]))",
                                        "{{reason}}")
                                .stacked(),
                        lines(
                                        "Images in the cloud",
                                        "reqps",
                                        "Images per second that the cloud completed, by instance.")
                                .query(
                                        "sum by (instance) (rate(sparsesplit_frames_total{@cloud}[~]))",
                                        "{{instance}}"));
    }

    private static Panel latency(String quantile, String name) {
        return lines(
                        "Latency by exit, " + name,
                        "s",
                        "Time from the arrival of an image to its answer; the " + name + " of those answered there.")
                .query(
                        "histogram_quantile(" + quantile
                                + ", sum by (le, exit) (rate(sparsesplit_inference_seconds_bucket{@edge}[~]))) > 0",
                        "{{exit}}")
                .bounds(0.25, 0.5);
    }

    private static Panel breaker() {
        return states(
                        "Circuit breaker to the cloud",
                        "none",
                        "Closed: the cloud is asked. Open: it failed so often that it is not, and the edge answers. Half open: it is tried.")
                .query(
                        "sum by (instance) (resilience4j_circuitbreaker_state{name=\"cloud\",state=\"half_open\",@edge} + ignoring (state) 2 * resilience4j_circuitbreaker_state{name=\"cloud\",state=\"open\",@edge})",
                        "{{instance}}")
                .states(List.of("closed", "half open", "open"), List.of("green", "orange", "red"));
    }

    private static Dashboard model() {
        return services(
                        "model",
                        "SparseSplit: model",
                        "Which versions answer, how sure they are, whether the cloud agrees, and whether the images are still those of the training.")
                .row(
                        "Versions",
                        table(
                                        "Versions held",
                                        "none",
                                        "What each service holds; the default answers requests that name none.")
                                .query(
                                        "max by (instance, model, version, default, fingerprint) (sparsesplit_model_info{instance=~\"$edge|$cloud\"})",
                                        ""),
                        lines("Images by version", "reqps", "Images answered per second, by the version that answered.")
                                .query(
                                        "sum by (model, version) (rate(sparsesplit_inference_seconds_count{@edge}[~]))",
                                        "{{model}} {{version}}")
                                .stacked(),
                        states(
                                        "Substituted",
                                        "none",
                                        "Whether the cloud lacks the tail of the default version, so that another version answers.")
                                .query("sparsesplit_rollout_substituted{@edge}", "{{instance}}")
                                .states(List.of("default", "substitute"), List.of("green", "orange")),
                        lines("Versions loaded", "short", "Versions that were loaded, refused or failed to run.")
                                .query(
                                        "sum by (outcome) (increase(sparsesplit_models_loads_total{instance=~\"$edge|$cloud\"}[~]))",
                                        "{{outcome}}"),
                        lines("Held at once", "short", "Number of versions held, by instance.")
                                .query("sparsesplit_models_held{instance=~\"$edge|$cloud\"}", "{{instance}}"),
                        lines("Versions fetched", "short", "Looks into the cloud's repository, by what came of them.")
                                .query(
                                        "sum by (outcome) (increase(sparsesplit_rollout_pulls_total{@edge}[~]))",
                                        "{{outcome}}"))
                .row(
                        "Confidence",
                        heatmap(
                                        "Images by confidence",
                                        "percent",
                                        "How sure the last exit asked was of each image, in images per second.")
                                .query("sum by (le) (rate(sparsesplit_confidence_percent_bucket{@edge}[~]))", "{{le}}"),
                        lines("Mean confidence", "percentunit", "How sure exits were on average, by instance.")
                                .query(
                                        "sum by (instance) (rate(sparsesplit_confidence_sum{@edge}[~])) / (sum by (instance) (rate(sparsesplit_confidence_count{@edge}[~])) > 0)",
                                        "{{instance}}")
                                .max(1),
                        lines(
                                        "Doubtful images",
                                        "percentunit",
                                        "Share of the images of which the last exit asked was at most 50 % and 90 % sure.")
                                .query(
                                        "sum(rate(sparsesplit_confidence_percent_bucket{le=\"50.0\",@edge}[~])) / sum(rate(sparsesplit_confidence_count{@edge}[~]))",
                                        "at most 50 %")
                                .query(
                                        "sum(rate(sparsesplit_confidence_percent_bucket{le=\"90.0\",@edge}[~])) / sum(rate(sparsesplit_confidence_count{@edge}[~]))",
                                        "at most 90 %")
                                .max(1))
                .row(
                        "Calibration: does the cloud agree with the exit, where both answered?",
                        lines(
                                        "Claimed and confirmed",
                                        "percentunit",
                                        "Of the images that the cloud answered: how probable the exit held its own answer on average, and how often the cloud gave the same.")
                                .query(
                                        "sum(rate(sparsesplit_exit_agreement_sum{@edge}[~])) / (sum(rate(sparsesplit_exit_agreement_count{@edge}[~])) > 0)",
                                        "claimed by the exit")
                                .query(
                                        "sum(rate(sparsesplit_exit_agreement_count{agrees=\"true\",@edge}[~])) / (sum(rate(sparsesplit_exit_agreement_count{@edge}[~])) > 0)",
                                        "confirmed by the cloud")
                                .max(1),
                        lines(
                                        "Overconfidence",
                                        "percentunit",
                                        "What the exit claims less what the cloud confirms. Above 0 the exit is surer than it is right; an alert comes from 15 points on.")
                                .query(
                                        "sum by (instance) (rate(sparsesplit_exit_agreement_sum{@edge}[~])) / (sum by (instance) (rate(sparsesplit_exit_agreement_count{@edge}[~])) > 0) - sum by (instance) (rate(sparsesplit_exit_agreement_count{agrees=\"true\",@edge}[~])) / (sum by (instance) (rate(sparsesplit_exit_agreement_count{@edge}[~])) > 0)",
                                        "{{instance}}")
                                .signed()
                                .bounds(0.1, 0.15),
                        lines(
                                        "Contradicted",
                                        "reqps",
                                        "Images per second of which the cloud said something else than the exit.")
                                .query(
                                        "sum(rate(sparsesplit_exit_agreement_count{agrees=\"false\",@edge}[~]))",
                                        "contradicted"))
                .row(
                        "Drift: are the images still those of the training?",
                        lines(
                                        "Sure by the model's own threshold",
                                        "percentunit",
                                        "Share of the images of which an exit was as sure as the model wants it, whatever requests or the controller wanted; and what the manifest says was measured.")
                                .query(
                                        "sum by (model, version) (rate(sparsesplit_exit_decisions_total{confident=\"true\",@edge}[~])) / (sum by (model, version) (rate(sparsesplit_exit_decisions_total{@edge}[~])) > 0)",
                                        "{{model}} {{version}}")
                                .query(
                                        "max by (model, version) (sparsesplit_model_exit_rate{@edge})",
                                        "{{model}} {{version}}, measured")
                                .max(1),
                        lines(
                                        "Drift",
                                        "percentunit",
                                        "Surer (above 0) or less sure (below) than what the manifest says was measured, by instance. An alert comes from 10 points on.")
                                .query(
                                        "sum by (instance, model, version) (rate(sparsesplit_exit_decisions_total{confident=\"true\",@edge}[~])) / (sum by (instance, model, version) (rate(sparsesplit_exit_decisions_total{@edge}[~])) > 0) - on (instance, model, version) sparsesplit_model_exit_rate{@edge}",
                                        "{{instance}} {{version}}")
                                .signed(),
                        lines(
                                        "None of the classes",
                                        "percentunit",
                                        "Share of the images that look like none of the classes, for models that can tell; the manifest says which share images of the classes may have.")
                                .query(
                                        "sum by (model, version) (rate(sparsesplit_none_of_these_total{@edge}[~])) / (sum by (model, version) (rate(sparsesplit_exit_decisions_total{@edge}[~])) > 0)",
                                        "{{model}} {{version}}")
                                .max(1))
                .row(
                        "Rollout",
                        lines(
                                        "Trial",
                                        "reqps",
                                        "Images per second while a version is tried, by part and by what came of them.")
                                .query(
                                        "sum by (role, outcome) (rate(sparsesplit_rollout_requests_total{@edge}[~])) > 0",
                                        "{{role}}, {{outcome}}"),
                        lines(
                                        "Answered at the edge, by part",
                                        "percentunit",
                                        "Local exit rate of the version that is tried, and of the one that it is compared with.")
                                .query(
                                        "sum by (role) (rate(sparsesplit_rollout_requests_total{outcome=\"edge\",@edge}[~])) / (sum by (role) (rate(sparsesplit_rollout_requests_total{@edge}[~])) > 0)",
                                        "{{role}}")
                                .max(1),
                        lines("Rolled back", "short", "Versions that were given up, by reason.")
                                .query(
                                        "sum by (reason) (increase(sparsesplit_rollout_rollbacks_total{@edge}[~]))",
                                        "{{reason}}"));
    }

    private static Dashboard link() {
        return services(
                        "link",
                        "SparseSplit: link and outbox",
                        "Calls to the cloud and what they cost, the controller, images that wait for their refinement, and the cloud's own counts.")
                .row(
                        "Calls",
                        lines(
                                        "Cloud calls by outcome",
                                        "reqps",
                                        "Calls per second; success, or why there was no answer.")
                                .query(
                                        "sum by (outcome) (rate(sparsesplit_cloud_call_seconds_count{@edge}[~]))",
                                        "{{outcome}}")
                                .stacked(),
                        lines(
                                        "Time of a call",
                                        "s",
                                        "Successful calls, with the network and the cloud: median and 99 %.")
                                .query(
                                        "histogram_quantile(0.5, sum by (le) (rate(sparsesplit_cloud_call_seconds_bucket{outcome=\"success\",@edge}[~])))",
                                        "p50")
                                .query(
                                        "histogram_quantile(0.99, sum by (le) (rate(sparsesplit_cloud_call_seconds_bucket{outcome=\"success\",@edge}[~])))",
                                        "p99"),
                        breaker(),
                        lines("Images per call", "short", "How many images share a call, on average.")
                                .query(
                                        "sum(rate(sparsesplit_cloud_frames_sum{@edge}[~])) / (sum(rate(sparsesplit_cloud_frames_count{@edge}[~])) > 0)",
                                        "images"),
                        lines(
                                        "Bytes per image that travels",
                                        "decbytes",
                                        "Features, their frame, and all on the wire with HTTP, there and back; for images that went to the cloud.")
                                .query(
                                        "sum(rate(sparsesplit_bytes_payload_total{@edge}[~])) / (sum(rate(sparsesplit_cloud_frames_sum{@edge}[~])) > 0)",
                                        "features")
                                .query(
                                        "sum(rate(sparsesplit_bytes_frame_total{@edge}[~])) / (sum(rate(sparsesplit_cloud_frames_sum{@edge}[~])) > 0)",
                                        "frame")
                                .query(
                                        "sum by (direction) (rate(sparsesplit_bytes_wire_total{@edge}[~])) / ignoring (direction) group_left () (sum(rate(sparsesplit_cloud_frames_sum{@edge}[~])) > 0)",
                                        "wire, {{direction}}"),
                        lines("On the wire, by edge", "Bps", "Bytes per second, there and back, HTTP included.")
                                .query(
                                        "sum by (instance) (rate(sparsesplit_bytes_wire_total{@edge}[~]))",
                                        "{{instance}}"))
                .row(
                        "Controller",
                        lines(
                                        "Threshold",
                                        "percentunit",
                                        "What the last exit of the default model is held against, as the controller has moved it.")
                                .query("sparsesplit_controller_threshold{@edge}", "{{instance}}")
                                .max(1),
                        lines("Offset", "short", "What the controller adds to thresholds, and its bounds.")
                                .query("sparsesplit_controller_offset{@edge}", "{{instance}}")
                                .query("min(sparsesplit_controller_offset_min{@edge})", "least")
                                .query("max(sparsesplit_controller_offset_max{@edge})", "most")
                                .signed(),
                        lines(
                                        "Bytes in the last minute",
                                        "decbytes",
                                        "Spent of the byte budget, calls under way included, and the budget; 0 where there is none.")
                                .query("sparsesplit_controller_spent_bytes{@edge}", "{{instance}}")
                                .query("max(sparsesplit_controller_budget_bytes{@edge})", "budget"),
                        lines("Changes", "short", "How often the controller has moved.")
                                .query(
                                        "sum by (instance) (increase(sparsesplit_controller_changes_total{@edge}[~]))",
                                        "{{instance}}"),
                        lines("Link", "s", "Mean time of a call, as the controller sees it; newer ones weigh more.")
                                .query("sparsesplit_controller_link_seconds{@edge}", "{{instance}}"),
                        states("Codec", "none", "In which codec features travel when a request names none.")
                                .query("sum by (codec) (sparsesplit_controller_codec{@edge}) > bool 0", "{{codec}}")
                                .states(List.of("unused", "used"), List.of("text", "blue")))
                .row(
                        "Outbox",
                        lines("Waiting", "short", "Images that wait for the cloud, and how many may.")
                                .query("sparsesplit_outbox_pending{@edge}", "{{instance}}")
                                .query("max(sparsesplit_outbox_capacity{@edge})", "capacity"),
                        lines(
                                        "Longest wait",
                                        "s",
                                        "How long the first of them has waited. An alert comes from an hour on.")
                                .query("sparsesplit_outbox_oldest_age_seconds{@edge}", "{{instance}}")
                                .bounds(1800, 3600),
                        lines(
                                        "Refined",
                                        "reqps",
                                        "Images per second whose wait ended: the cloud said the same, or something else; or they expired or failed.")
                                .query(
                                        "sum by (outcome) (rate(sparsesplit_outbox_refinements_total{@edge}[~]))",
                                        "{{outcome}}")
                                .stacked(),
                        lines(
                                        "Lost and failed",
                                        "short",
                                        "Images given up for new ones, and times that the file could not be used, by reason.")
                                .query("sum(increase(sparsesplit_outbox_dropped_total{@edge}[~]))", "dropped")
                                .query(
                                        "sum by (reason) (increase(sparsesplit_outbox_failures_total{@edge}[~]))",
                                        "{{reason}}"),
                        lines("Webhook", "short", "Attempts to tell the webhook of a refinement, by what came of them.")
                                .query(
                                        "sum by (outcome) (increase(sparsesplit_outbox_deliveries_total{@edge}[~]))",
                                        "{{outcome}}"),
                        lines("Listeners", "short", "Clients that listen to events.")
                                .query("sparsesplit_outbox_listeners{@edge}", "{{instance}}"))
                .row(
                        "In the cloud",
                        lines(
                                        "Requests and images",
                                        "reqps",
                                        "Requests per second for features to be completed, and images in them.")
                                .query("sum(rate(sparsesplit_completions_total{@cloud}[~]))", "requests")
                                .query("sum(rate(sparsesplit_frames_total{@cloud}[~]))", "images"),
                        lines(
                                        "Rejected",
                                        "reqps",
                                        "Requests per second that were refused: frames and whole images, by reason.")
                                .query(
                                        "sum by (reason) (rate(sparsesplit_frames_rejected_total{@cloud}[~]))",
                                        "frames, {{reason}}")
                                .query(
                                        "sum by (reason) (rate(sparsesplit_images_rejected_total{@cloud}[~]))",
                                        "images, {{reason}}"),
                        lines(
                                        "Bytes",
                                        "Bps",
                                        "Bodies of features received and of binary answers sent, without HTTP, and whole images received.")
                                .query(
                                        "sum by (direction) (rate(sparsesplit_bytes_body_total{@cloud}[~]))",
                                        "features, {{direction}}")
                                .query("sum(rate(sparsesplit_bytes_image_total{@cloud}[~]))", "images"),
                        lines("Time of a tail", "s", "From features to answer, for an image: 99 %, by version.")
                                .query(
                                        "histogram_quantile(0.99, sum by (le, model, version) (rate(sparsesplit_tail_seconds_bucket{@cloud}[~]))) > 0",
                                        "{{model}} {{version}}"),
                        lines("Whole images", "reqps", "Images per second that were sent as files, for head and tail.")
                                .query("sum(rate(sparsesplit_classification_seconds_count{@cloud}[~]))", "images"),
                        lines("Time of a whole image", "s", "From its last byte to the answer, 99 %.")
                                .query(
                                        "histogram_quantile(0.99, sum by (le) (rate(sparsesplit_classification_seconds_bucket{@cloud}[~])))",
                                        "p99"));
    }

    private static Dashboard jvm() {
        return new Dashboard(
                        "jvm", "SparseSplit: JVM", "Memory, garbage collection, threads and requests of the services.")
                .choose("service", "Service", "label_values(jvm_info, job)")
                .choose("instance", "Instance", "label_values(jvm_info{job=~\"$service\"}, instance)")
                .row(
                        "Process",
                        lines("Processor", "percentunit", "Share of the machine's processors that each process takes.")
                                .query("process_cpu_usage{@any}", "{{instance}}")
                                .max(1),
                        lines("Up for", "s", "Since the process started; a fall to 0 is a restart.")
                                .query("process_uptime_seconds{@any}", "{{instance}}"),
                        lines("Open files", "short", "Files and connections that the process has open.")
                                .query("process_files_open_files{@any}", "{{instance}}"))
                .row(
                        "Memory",
                        lines("Heap", "bytes", "Used, reserved from the system, and the most there may be.")
                                .query(
                                        "sum by (instance) (jvm_memory_used_bytes{area=\"heap\",@any})",
                                        "{{instance}} used")
                                .query(
                                        "sum by (instance) (jvm_memory_committed_bytes{area=\"heap\",@any})",
                                        "{{instance}} reserved")
                                .query(
                                        "sum by (instance) (jvm_memory_max_bytes{area=\"heap\",@any} > 0)",
                                        "{{instance}} most"),
                        lines(
                                        "Heap after collections",
                                        "percentunit",
                                        "Share of the heap's old part in use after the last collection. An alert comes from 85 % on.")
                                .query("jvm_memory_usage_after_gc{@any}", "{{instance}}")
                                .max(1)
                                .bounds(0.7, 0.85),
                        lines("Outside the heap", "bytes", "Code, classes and buffers.")
                                .query(
                                        "sum by (instance) (jvm_memory_used_bytes{area=\"nonheap\",@any})",
                                        "{{instance}} code and classes")
                                .query(
                                        "sum by (instance) (jvm_buffer_memory_used_bytes{@any})",
                                        "{{instance}} buffers"))
                .row(
                        "Garbage collection",
                        lines("Time in collections", "percentunit", "Share of the processor's time, of late.")
                                .query("jvm_gc_overhead{@any}", "{{instance}}")
                                .bounds(0.1, 0.2),
                        lines(
                                        "Pauses",
                                        "percentunit",
                                        "Share of the time that the process stood still for collections.")
                                .query("sum by (instance) (rate(jvm_gc_pause_seconds_sum{@any}[~]))", "{{instance}}"),
                        lines("Allocated", "Bps", "New objects, in bytes per second.")
                                .query(
                                        "sum by (instance) (rate(jvm_gc_memory_allocated_bytes_total{@any}[~]))",
                                        "{{instance}}"))
                .row(
                        "Threads and requests",
                        lines("Threads", "short", "By instance and state.")
                                .query(
                                        "sum by (instance, state) (jvm_threads_states_threads{@any}) > 0",
                                        "{{instance}} {{state}}")
                                .stacked(),
                        lines("HTTP requests", "reqps", "Requests answered per second, by instance and status.")
                                .query(
                                        "sum by (instance, status) (rate(http_server_requests_seconds_count{@any}[~]))",
                                        "{{instance}} {{status}}")
                                .stacked(),
                        lines("Warnings and errors logged", "short", "Lines of the log, by instance and level.")
                                .query(
                                        "sum by (instance, level) (increase(logback_events_total{level=~\"warn|error\",@any}[~]))",
                                        "{{instance}} {{level}}"));
    }
}
