package dev.holdfast.verifier.io.every;

import dev.holdfast.verifier.io.Trial;

import java.util.Map;
import java.util.function.BiFunction;

/// One kind of check with a real server in two states: one in which it must pass, one in which it must
/// fail.
///
/// @param check as in checks.yml, with PORT and SIDE (`good`, `bad`) to be filled in
/// @param ports where the server of each side listens
/// @param furnished what else the trial needs, given the port that it is sent to
/// @param namesItsPort the server tells its own port as 4 bytes, and clients go there
record Target(
        String kind,
        String check,
        Map<Side, Integer> ports,
        BiFunction<Trial, Integer, Trial> furnished,
        boolean namesItsPort) {

    /// In which state the target is.
    enum Side {
        GOOD,
        BAD;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Target of(String kind, String check, int port) {
        return of(kind, check, port, port);
    }

    static Target of(String kind, String check, int good, int bad) {
        return new Target(kind, check, Map.of(Side.GOOD, good, Side.BAD, bad), (t, _) -> t, false);
    }

    Target with(BiFunction<Trial, Integer, Trial> more) {
        return new Target(
                kind, check, ports, (t, p) -> more.apply(furnished.apply(t, p), p), namesItsPort);
    }

    Target namingItsPort() {
        return new Target(kind, check, ports, furnished, true);
    }

    int port(Side side) {
        return java.util.Objects.requireNonNull(ports.get(side));
    }

    Trial trial(Side side, int port) {
        String text = check.replace("PORT", "" + port).replace("SIDE", side.word());
        return furnished.apply(Trial.of(text), port);
    }

    @Override
    public String toString() {
        return kind;
    }
}
