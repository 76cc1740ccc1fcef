package io.dmstocrate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Talks to a cluster as a user's own scripts would: over REST. */
final class ClusterClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BOUNDARY = "part-of-a-jar-upload";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    ClusterClient(URI address) {
        this.address = address;
    }

    int taskManagers() throws Exception {
        return get("/taskmanagers").get("taskmanagers").size();
    }

    /** Uploads a jar, and gives the name to run it by. */
    String upload(Path jar) throws Exception {
        BodyPublisher body =
                BodyPublishers.concat(
                        BodyPublishers.ofString(
                                "--"
                                        + BOUNDARY
                                        + "\r\nContent-Disposition: form-data; name=\"jarfile\";"
                                        + " filename=\""
                                        + jar.getFileName()
                                        + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
                        BodyPublishers.ofFile(jar),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        String file =
                send(request("/jars/upload")
                                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                                .POST(body))
                        .get("filename")
                        .asText();
        return Path.of(file).getFileName().toString();
    }

    /**
     * Runs an uploaded jar.
     *
     * @param savepoint where to begin; empty for the beginning
     * @return the job's id
     */
    String run(String jar, int parallelism, List<String> arguments, Optional<String> savepoint)
            throws Exception {
        ObjectNode body = MAPPER.createObjectNode().put("parallelism", parallelism);
        arguments.forEach(body.putArray("programArgsList")::add);
        savepoint.ifPresent(path -> body.put("savepointPath", path));
        return post("/jars/" + jar + "/run", body).get("jobid").asText();
    }

    String state(String job) throws Exception {
        return get("/jobs/" + job).get("state").asText();
    }

    /** Whether every task of the job is at work. */
    boolean isRunning(String job) throws Exception {
        JsonNode details = get("/jobs/" + job);
        checkNotFailed(job, details.get("state").asText());
        for (JsonNode vertex : details.get("vertices")) {
            if (!vertex.get("status").asText().equals("RUNNING")) {
                return false;
            }
        }
        return true;
    }

    void awaitState(String job, String wanted) throws Exception {
        Patience.until(
                "job that is " + wanted,
                () -> {
                    String state = state(job);
                    if (!wanted.equals("FAILED")) {
                        checkNotFailed(job, state);
                    }
                    return state;
                },
                wanted::equals);
    }

    private void checkNotFailed(String job, String state) throws Exception {
        if (state.equals("FAILED")) {
            throw new ClusterException("the job failed: " + get("/jobs/" + job + "/exceptions"));
        }
    }

    /** How many checkpoints were completed, failed, restored, … */
    int checkpoints(String job, String what) throws Exception {
        return get("/jobs/" + job + "/checkpoints").get("counts").get(what).asInt();
    }

    /** How often tasks were restarted because some failed. */
    int restarts(String job) throws Exception {
        for (JsonNode metric : get("/jobs/" + job + "/metrics?get=numRestarts")) {
            return metric.get("value").asInt();
        }
        return 0;
    }

    /** Stops a job, and tells where its savepoint lies. */
    String stopWithSavepoint(String job) throws Exception {
        JsonNode trigger =
                post("/jobs/" + job + "/stop", MAPPER.createObjectNode().put("drain", false));
        String path = "/jobs/" + job + "/savepoints/" + trigger.get("request-id").asText();
        JsonNode answer =
                Patience.until(
                        "savepoint",
                        () -> get(path),
                        seen -> seen.at("/status/id").asText().equals("COMPLETED"));
        if (answer.get("operation").has("failure-cause")) {
            throw new ClusterException("no savepoint: " + answer.get("operation"));
        }
        return answer.get("operation").get("location").asText();
    }

    void cancel(String job) throws Exception {
        send(request("/jobs/" + job + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
    }

    /** The job's counts over all tables and subtasks, by name. */
    Map<String, Long> counts(String job) throws Exception {
        Map<String, Long> sums = new TreeMap<>();
        for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
            String path =
                    "/jobs/" + job + "/vertices/" + vertex.get("id").asText() + "/subtasks/metrics";
            List<String> names = new ArrayList<>();
            for (JsonNode metric : get(path)) {
                String name = metric.get("id").asText();
                if (name.contains(".table.")) {
                    names.add(name);
                }
            }
            for (String name : names) {
                String query = "?agg=sum&get=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
                for (JsonNode metric : get(path + query)) {
                    sums.merge(
                            name.substring(name.lastIndexOf('.') + 1),
                            metric.get("sum").asLong(),
                            Long::sum);
                }
            }
        }
        return sums;
    }

    private JsonNode get(String path) throws Exception {
        return send(request(path).GET());
    }

    private JsonNode post(String path, JsonNode body) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofMinutes(1));
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        return MAPPER.readTree(response.body());
    }
}
