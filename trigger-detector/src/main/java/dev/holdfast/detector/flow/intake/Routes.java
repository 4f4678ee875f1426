package dev.holdfast.detector.flow.intake;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.ImageWatch;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.detector.domain.series.LabelMatcher;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which system/environment something belongs to, as the packs' `match` says.
///
/// An environment takes what carries all its labels, each value matched as a whole by the pattern.
/// One without `match` takes nothing by labels; its scrape targets belong to it anyway.
public final class Routes {
    private final List<Route> routes;
    private final Set<Scope> scopes;
    private final List<Target> targets;
    private final List<Watched> watched;

    private record Route(Scope scope, List<LabelMatcher> match) {
        boolean takes(Map<String, String> labels) {
            for (LabelMatcher m : match) {
                if (!m.matches(labels.getOrDefault(m.name(), ""))) {
                    return false;
                }
            }
            return !match.isEmpty();
        }
    }

    /// A Prometheus endpoint with whom it belongs to.
    public record Target(Scope scope, String url, Duration every, Map<String, String> labels) {
        public Target {
            labels = Map.copyOf(labels);
        }
    }

    /// A workload whose image is looked at, with whom it belongs to.
    ///
    /// @param kubeconfig where to find it; null for the detector's own cluster, or for none
    public record Watched(Scope scope, ImageWatch watch, @Nullable SecretReference kubeconfig) {}

    private Routes(
            List<Route> routes, Set<Scope> scopes, List<Target> targets, List<Watched> watched) {
        this.routes = List.copyOf(routes);
        this.scopes = Set.copyOf(scopes);
        this.targets = List.copyOf(targets);
        this.watched = List.copyOf(watched);
    }

    public static Routes none() {
        return new Routes(List.of(), Set.of(), List.of(), List.of());
    }

    /// Packs whose manifest was checked; variables of the pack are filled in.
    ///
    /// @throws java.util.regex.PatternSyntaxException for a pattern that the pack's check refuses
    public static Routes of(Collection<PackManifest> packs) {
        return of(packs, Map.of());
    }

    /// @param labs what is scraped for drills; nothing else ever reaches a drill's key from here
    public static Routes of(Collection<PackManifest> packs, Map<Scope, PackManifest> labs) {
        List<Route> routes = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        List<Watched> watched = new ArrayList<>();
        Set<Scope> scopes = new LinkedHashSet<>();
        for (PackManifest pack : packs) {
            for (PackManifest.Environment e : pack.environments().values()) {
                Scope scope = Scope.of(pack.system(), e.name());
                Variables variables = Variables.of(pack, e.name());
                scopes.add(scope);
                routes.add(new Route(scope, matchers(filled(variables, e.match()))));
                targets.addAll(targets(scope, e, variables));
                e.watch().forEach(w -> watched.add(watched(scope, w.filled(variables), pack)));
            }
        }
        labs.forEach((scope, lab) -> {
            PackManifest.Environment e = lab.environments().get(scope.environment());
            try {
                targets.addAll(
                        e == null ? List.of() : targets(scope, e, Variables.of(lab, e.name())));
            } catch (Variables.Unknown _) {
                return; // told when the pack was offered; one lab must not stop everybody's routes
            }
        });
        return new Routes(routes, scopes, targets, watched);
    }

    private static Watched watched(Scope scope, ImageWatch watch, PackManifest pack) {
        String secret = watch.place() instanceof ImageWatch.Kubernetes k ? k.kubeconfig() : null;
        return new Watched(scope, watch, secret == null ? null : pack.secrets().get(secret));
    }

    private static List<Target> targets(
            Scope scope, PackManifest.Environment e, Variables variables) {
        List<Target> targets = new ArrayList<>();
        for (PackManifest.Scrape s : e.scrape()) {
            Map<String, String> labels = filled(variables, s.labels());
            targets.add(new Target(scope, variables.fill(s.url()), s.every(), labels));
        }
        return targets;
    }

    private static Map<String, String> filled(Variables variables, Map<String, String> texts) {
        Map<String, String> filled = new LinkedHashMap<>();
        texts.forEach((name, text) -> filled.put(name, variables.fill(text)));
        return filled;
    }

    private static List<LabelMatcher> matchers(Map<String, String> match) {
        return match.entrySet().stream()
                .map(e -> new LabelMatcher(e.getKey(), LabelMatcher.Op.REGEX, e.getValue()))
                .toList();
    }

    /// Everybody who takes these labels; none when nobody does.
    public List<Scope> of(Map<String, String> labels) {
        return routes.stream().filter(r -> r.takes(labels)).map(Route::scope).toList();
    }

    public boolean knows(Scope scope) {
        return scopes.contains(scope);
    }

    public Set<Scope> scopes() {
        return scopes;
    }

    public List<Target> targets() {
        return targets;
    }

    public List<Watched> watched() {
        return watched;
    }
}
