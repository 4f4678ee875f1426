package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A right as RBAC sees it, `verb group/resource`: of a request, and of the rules of a Role.
final class Right {
    private Right() {}

    static String of(String method, String path) {
        List<String> parts = List.of(path.substring(1).split("/"));
        boolean core = parts.getFirst().equals("api");
        if (!parts.contains("namespaces")) {
            return "discovery";
        }
        String group = core ? "" : parts.get(1);
        List<String> rest = parts.subList(parts.indexOf("namespaces") + 2, parts.size());
        String resource = rest.getFirst() + (rest.size() > 2 ? "/" + rest.get(2) : "");
        String verb =
                switch (method) {
                    case "GET" -> rest.size() == 1 ? "list" : "get";
                    case "POST" -> "create";
                    case "PUT" -> "update";
                    case "PATCH" -> "patch";
                    default -> "delete";
                };
        return verb + " " + group + "/" + resource;
    }

    static Set<String> of(JsonNode role) {
        Set<String> rights = new TreeSet<>();
        for (JsonNode rule : role.path("rules")) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        rights.add(verb.asText() + " " + group.asText() + "/" + resource.asText());
                    }
                }
            }
        }
        return rights;
    }
}
