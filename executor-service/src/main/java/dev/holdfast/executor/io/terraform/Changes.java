package dev.holdfast.executor.io.terraform;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a Terraform plan would change, as `terraform show -json` tells it: only addresses and what
/// happens to them, never values.
///
/// @param actions by address, such as `update` or `delete create`; without what stays as it is
record Changes(Map<String, String> actions) {
    static Changes of(JsonNode plan) {
        Map<String, String> actions = new TreeMap<>();
        for (JsonNode change : plan.path("resource_changes")) {
            List<String> words = new ArrayList<>();
            change.at("/change/actions").forEach(a -> words.add(a.asText()));
            String all = String.join(" ", words);
            if (!all.equals("no-op") && !all.equals("read")) {
                actions.put(change.path("address").asText(), all);
            }
        }
        return new Changes(actions);
    }

    /// Everything that would be destroyed, for good or to be made anew.
    List<String> destroyed() {
        return actions.entrySet().stream()
                .filter(e -> e.getValue().contains("delete"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What would be destroyed and is not listed.
    List<String> unlisted(List<String> listed) {
        return destroyed().stream().filter(a -> !listed.contains(a)).toList();
    }

    String told() {
        return actions.isEmpty() ? "nothing" : actions.toString();
    }
}
