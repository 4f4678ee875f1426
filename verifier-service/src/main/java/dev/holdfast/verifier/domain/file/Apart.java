package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Place;
import dev.holdfast.verifier.domain.check.PlaceTemplate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports what is one thing in two environments, or in the lab and outside of it: what one is proven by
/// would be the other's state, and a drill would ask, and run its commands, in production.
final class Apart {
    private Apart() {}

    /// An environment, or the lab: its machines are its own.
    private record Park(String called, PackManifest manifest, Given given) {
        static Park of(String called, PackManifest manifest, String environment) {
            return new Park(
                    called,
                    manifest,
                    new Given(
                            Variables.of(manifest, environment).values(),
                            Map.of("system", manifest.system(), "environment", environment),
                            Map.of()));
        }
    }

    private static List<Park> parks(Known known) {
        PackManifest real = known.manifest();
        Optional<PackManifest> lab = known.lab();
        if (lab.filter(l -> same(l, real)).isPresent()) {
            return List.of(); // a pack that is in its lab: all its environments are one park
        }
        List<Park> parks = new ArrayList<>();
        real.environments().keySet().forEach(e -> parks.add(Park.of(e, real, e)));
        lab.ifPresent(l ->
                l.environments().keySet().stream()
                        .findFirst()
                        .ifPresent(e -> parks.add(Park.of("the lab", l, e))));
        return parks;
    }

    private static boolean same(PackManifest one, PackManifest other) {
        return one.variables().equals(other.variables())
                && one.environments().equals(other.environments());
    }

    static void place(PlaceTemplate place, YamlValue v, Known known) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Park park : parks(known)) {
            try {
                Place filled = place.fill(park.given);
                String other =
                        seen.putIfAbsent(
                                filled.address() + cluster(filled, park.manifest), park.called);
                if (other != null) {
                    v.problem(
                            "place '%s' is %s both in %s and in %s: each needs its own, by a variable"
                                    .formatted(place.name(), filled.address(), other, park.called));
                }
            } catch (Variables.Unknown | IllegalArgumentException e) {
                v.problem("in %s: %s".formatted(park.called, e.getMessage()));
            }
        }
    }

    /// Which cluster it is: the lab has secrets of its own.
    private static String cluster(Place place, PackManifest manifest) {
        if (!(place.inside() instanceof Place.Pod pod)
                || pod.workload().cluster().secret() == null) {
            return "";
        }
        SecretReference secret = manifest.secrets().get(pod.workload().cluster().secret());
        return " by " + secret;
    }

    /// What a stage sets a variable to, where the variable itself differs.
    static void value(String name, YamlValue v, Known known) {
        Map<String, Park> seen = new LinkedHashMap<>();
        for (Park park : parks(known)) {
            try {
                Park other = seen.putIfAbsent(park.given.text(v.text()), park);
                if (other != null && !own(name, other).equals(own(name, park))) {
                    v.problem(
                            "'%s' is another one in %s than in %s, and here it would be the same: use a variable that each sets for itself"
                                    .formatted(name, park.called, other.called));
                }
            } catch (Variables.Unknown e) {
                v.problem("in %s: %s".formatted(park.called, e.getMessage()));
            }
        }
    }

    private static String own(String name, Park park) {
        return park.given.settings().getOrDefault(name, "");
    }
}
