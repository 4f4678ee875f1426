package dev.holdfast.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Real trouble of a system, which comes before any drill of it.
///
/// @param real `system/environment`
/// @param guard PromQL on the real system that must give nothing, null for none
record Trouble(Services services, String real, @Nullable String guard) {
    private static final String OPEN = "/api/incidents?state=open&limit=1000";

    /// Throws `Failure` while there is any.
    void refuse() {
        now().ifPresent(why -> {
            throw new Failure(Exit.FAILED, "No drill now: " + why);
        });
    }

    Optional<String> now() {
        for (JsonNode incident : services.all(Service.DECISION, OPEN)) {
            if (Column.at(incident, "scope").equals(real)) {
                return Optional.of("a real incident is open: " + Column.at(incident, "id"));
            }
        }
        return guard == null || given(guard).isEmpty()
                ? Optional.empty()
                : Optional.of("the guard gives something on %s: %s".formatted(real, guard));
    }

    /// A real incident of any system: what is of the house is not broken while one is handled.
    Optional<String> anywhere() {
        for (JsonNode incident : services.all(Service.DECISION, OPEN)) {
            if (!Column.at(incident, "scope").contains("~")) {
                return Optional.of(
                        "a real incident of %s is open, so no service is ended"
                                .formatted(Column.at(incident, "scope")));
            }
        }
        return Optional.empty();
    }

    /// A system that is not known yet has nothing to guard.
    private JsonNode given(String expression) {
        try {
            return services.get(
                            Service.DETECTOR,
                            "/systems/%s/api/v1/query?query=%s"
                                    .formatted(real, Patience.encoded(expression)))
                    .path("data")
                    .path("result");
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }
}
