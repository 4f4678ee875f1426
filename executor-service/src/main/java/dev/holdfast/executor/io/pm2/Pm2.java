package dev.holdfast.executor.io.pm2;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The process manager PM2 as a call names it.
record Pm2(Bench bench, Call call) {
    static final List<ArgumentForm> ARGUMENTS =
            List.of(
                    ArgumentForm.needs("name", ArgumentType.TEXT),
                    ArgumentForm.takes("pm2", ArgumentType.TEXT),
                    ArgumentForm.takes("home", ArgumentType.PATH));

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    /// @param pid 0 while it does not run
    /// @param since when it was started last, in ms; another after each start
    /// @param key of the effect that started it last; empty for none of ours
    /// @param folder where it was started
    record Running(String status, long pid, long since, String key, String folder) {
        boolean online() {
            return status.equals("online") && pid > 0;
        }
    }

    private String program() {
        return call.text("pm2", "pm2");
    }

    List<String> obstacles(List<String> paths) {
        List<String> all = new ArrayList<>(paths);
        call.optional("home").ifPresent(all::add);
        List<String> obstacles = new ArrayList<>(bench.obstacles(call, program(), all));
        if (call.has("pm2") && !call.allowed().program(program())) {
            obstacles.add("program %s is not allowed by the pack".formatted(program()));
        }
        if (!call.text("name").matches(NAME)) {
            obstacles.add("'%s' is no name of a process".formatted(call.text("name")));
        }
        return obstacles;
    }

    private List<String> line(List<String> words) {
        List<String> line = new ArrayList<>();
        call.optional("home").ifPresent(h -> line.addAll(List.of("env", "PM2_HOME=" + h)));
        line.add(program());
        line.addAll(words);
        line.addAll(List.of("--silent", "--no-color"));
        return line;
    }

    String run(Effect effect, Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        return bench.run(call, null, line(words), environment, effect);
    }

    /// Every instance of the process.
    List<Running> instances() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        call.optional("home").ifPresent(h -> line.addAll(List.of("env", "PM2_HOME=" + h)));
        line.addAll(List.of(program(), "jlist"));
        String text = bench.ask(call, null, line);
        // A daemon that is started by this says so first.
        int from = text.indexOf("[{") >= 0 ? text.indexOf("[{") : text.lastIndexOf("[]");
        if (from < 0) {
            throw new IOException("pm2 jlist did not answer with a list: " + text);
        }
        List<Running> all = new ArrayList<>();
        for (JsonNode n : Json.read(text.substring(from), JsonNode.class)) {
            JsonNode env = n.path("pm2_env");
            if (n.path("name").asText().equals(call.text("name"))) {
                all.add(
                        new Running(
                                env.path("status").asText(),
                                n.path("pid").asLong(),
                                env.path("pm_uptime").asLong(),
                                key(env),
                                env.path("pm_cwd").asText()));
            }
        }
        return all;
    }

    private static String key(JsonNode env) {
        return env.path("HOLDFAST_KEY").asText(env.path("env").path("HOLDFAST_KEY").asText(""));
    }

    Map<String, String> environment() {
        return new HashMap<>(call.table("env"));
    }

    @Override
    public String toString() {
        return "pm2 process " + call.shown("name");
    }
}
