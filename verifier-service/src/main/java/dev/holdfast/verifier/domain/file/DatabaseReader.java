package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `databases:` of `checks.yml`.
final class DatabaseReader {
    private static final List<String> SSL = List.of("disable", "prefer", "require", "verify-full");

    private DatabaseReader() {}

    static Map<String, DatabaseTemplate> read(YamlMap m, Known known) {
        Map<String, DatabaseTemplate> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    out.put(name, one(name, v.map(), known));
                });
        return out;
    }

    private static DatabaseTemplate one(String name, YamlMap m, Known known) {
        m.only("host", "port", "database", "user", "password", "ssl", "probe-table", "description");
        return new DatabaseTemplate(
                name,
                known.template(m.required("host")),
                m.optional("port").map(known::template).orElse("5432"),
                known.template(m.required("database")),
                known.template(m.required("user")),
                secret(m, known),
                m.optional("ssl").map(DatabaseReader::ssl).orElse("prefer"),
                m.optional("probe-table").flatMap(IntegrityReader::quoted).orElse(null));
    }

    private static @Nullable String secret(YamlMap m, Known known) {
        YamlValue v = m.optional("password").orElse(null);
        if (v == null) {
            return null;
        }
        known.secret(v, v.text());
        return v.text();
    }

    private static String ssl(YamlValue v) {
        if (!SSL.contains(v.text())) {
            v.problem(
                    "'%s' is none of %s%s"
                            .formatted(v.text(), SSL, NearestName.hint(v.text(), SSL)));
        }
        return v.text();
    }
}
