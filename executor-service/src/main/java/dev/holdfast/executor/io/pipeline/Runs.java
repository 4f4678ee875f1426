package dev.holdfast.executor.io.pipeline;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.Trouble;

import java.util.ArrayList;
import java.util.List;

/// The runs of workflows in one repository at GitHub.
///
/// @param root of the repository's API, or of one workflow in it
record Runs(Site site, String repository, String root) {
    static final String VERSION = "2022-11-28";

    /// One run.
    record Run(String id, String name, String status, String conclusion, String title) {
        static Run of(JsonNode run) {
            return new Run(
                    run.path("id").asText(),
                    run.path("name").asText(),
                    run.path("status").asText(),
                    run.path("conclusion").asText(),
                    run.path("display_title").asText());
        }
    }

    static Runs of(Call call, Site site) throws Trouble {
        String name = call.text("repository");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")
                || name.endsWith("/..")
                || name.endsWith("/.")) {
            throw Trouble.refused("'%s' is no repository such as owner/name".formatted(name));
        }
        String repository = "/repos/" + name;
        String root =
                call.optional("workflow")
                        .map(w -> repository + "/actions/workflows/" + Site.encoded(w))
                        .orElse(repository + "/actions");
        return new Runs(site, repository, root);
    }

    /// Those that have not ended, at most 100 of each status.
    List<Run> active(Call call) throws Trouble {
        List<Run> active = new ArrayList<>();
        for (String status : List.of("in_progress", "queued", "waiting")) {
            String branch =
                    call.optional("branch").map(b -> "&branch=" + Site.encoded(b)).orElse("");
            active.addAll(list("?per_page=100&status=" + status + branch));
        }
        return active;
    }

    List<Run> list(String query) throws Trouble {
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : site.get(root + "/runs" + query).path("workflow_runs")) {
            runs.add(Run.of(run));
        }
        return runs;
    }

    Run run(String id) throws Trouble {
        return Run.of(site.get(repository + "/actions/runs/" + Site.encoded(id)));
    }
}
