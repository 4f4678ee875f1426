package dev.holdfast.local;

/// The five services, as the house starts them.
public enum Service {
    DETECTOR("trigger-detector", "detector", "Detector", 1, "160m"),
    DECISION("decision-service", "decision", "Decision", 2, "128m"),
    EXECUTOR("executor-service", "executor", "Executor", 3, "128m"),
    VERIFIER("verifier-service", "verifier", "Verifier", 4, "128m"),
    NOTIFIER("notifier-service", "notifier", "Notifier", 5, "128m");

    private final String module;
    private final String shortName;
    private final String capital;
    private final int offset;
    private final String heap;

    Service(String module, String shortName, String capital, int offset, String heap) {
        this.module = module;
        this.shortName = shortName;
        this.capital = capital;
        this.offset = offset;
        this.heap = heap;
    }

    /// Its Maven module and artifact, `trigger-detector`.
    public String module() {
        return module;
    }

    /// What people call it, `detector`.
    public String shortName() {
        return shortName;
    }

    /// The class that starts it.
    public String mainClass() {
        return "dev.holdfast.%s.%sApplication".formatted(shortName, capital);
    }

    /// The variable that tells the other services where it is.
    String urlVariable() {
        return "HOLDFAST_%s_URL".formatted(name());
    }

    /// Where it listens unless told otherwise.
    public int port() {
        return HouseSettings.DEFAULT_PORT_BASE + offset;
    }

    int offset() {
        return offset;
    }

    String heap() {
        return heap;
    }
}
