package dev.holdfast.detector.domain.engine;

/// How the last evaluation of a rule went.
record RuleHealth(String health, String error) {

    static final RuleHealth UNKNOWN = new RuleHealth("unknown", "");
    static final RuleHealth OK = new RuleHealth("ok", "");

    static RuleHealth failed(RuntimeException e) {
        return new RuleHealth("err", String.valueOf(e.getMessage()));
    }
}
