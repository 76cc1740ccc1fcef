package io.dmstocrate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** All that Flink's web interface shows of a job: the answers of its REST API. */
final class WebPages {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final StringBuilder text = new StringBuilder();

    private WebPages(URI address) {
        this.address = address;
    }

    /** Reads everything there is. */
    static String of(URI address, String job) throws Exception {
        WebPages pages = new WebPages(address);
        for (String page : List.of("/config", "/overview", "/jobs", "/jobs/overview")) {
            pages.get(page);
        }
        for (String page : List.of("config", "environment", "logs", "thread-dump")) {
            pages.get("/jobmanager/" + page);
        }
        pages.metrics("/jobmanager/metrics");
        for (JsonNode manager : pages.get("/taskmanagers").get("taskmanagers")) {
            String path = "/taskmanagers/" + manager.get("id").asText();
            pages.get(path);
            pages.get(path + "/thread-dump");
            pages.metrics(path + "/metrics");
        }
        pages.job("/jobs/" + job);
        return pages.text.toString();
    }

    private void job(String path) throws Exception {
        JsonNode job = get(path);
        for (String page :
                List.of(
                        "config",
                        "plan",
                        "exceptions",
                        "accumulators",
                        "checkpoints",
                        "checkpoints/config",
                        "jobmanager/config",
                        "jobmanager/environment",
                        "status")) {
            get(path + "/" + page);
        }
        metrics(path + "/metrics");
        for (JsonNode vertex : job.get("vertices")) {
            String part = path + "/vertices/" + vertex.get("id").asText();
            for (String page :
                    List.of("", "/accumulators", "/subtasks/accumulators", "/taskmanagers")) {
                get(part + page);
            }
            metrics(part + "/metrics");
        }
    }

    /** Names first, then the values of some at a time, as long as a URL may be. */
    private void metrics(String path) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode metric : get(path)) {
            names.add(URLEncoder.encode(metric.get("id").asText(), UTF_8));
        }
        for (int from = 0; from < names.size(); from += 20) {
            List<String> some = names.subList(from, Math.min(from + 20, names.size()));
            get(path + "?get=" + String.join(",", some));
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        String body = http.send(request, BodyHandlers.ofString()).body();
        text.append(path).append('\n').append(body).append('\n');
        return MAPPER.readTree(body);
    }
}
