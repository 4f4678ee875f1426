package dev.holdfast.notifier.domain.news;

/// The variables of templates. All of them are always there; what is not known is empty.
public enum Word {
    INCIDENT("incident", "the incident's id"),
    TITLE("title", "the incident in one line"),
    SEVERITY("severity", "P0 to P3"),
    SEVERITY_WORD("severityWord", "Critical, High, Medium or Low"),
    SYSTEM("system", "the system"),
    ENVIRONMENT("environment", "the environment"),
    STATUS("status", "the state of things in a few words"),
    IMPACT("impact", "what users feel of it"),
    ACTION("action", "what is being done"),
    FROM("from", "the version that is left"),
    TO("to", "the version that is put back"),
    COMPONENT("component", "the component that is rolled back"),
    ETA("eta", "when the rollback is expected to be complete"),
    NEXT_UPDATE("nextUpdate", "when the next update comes at the latest"),
    AT("at", "when this happened"),
    STARTED_AT("startedAt", "when the incident was opened"),
    DURATION("duration", "how long the incident has lasted"),
    REASON("reason", "why, as the event says it"),
    SENTENCE("sentence", "the last decision in one sentence"),
    STEP("step", "the step's name"),
    STEPS("steps", "how many steps the plan has"),
    DONE("done", "how many of them are done"),
    DOES("does", "what the step does"),
    EVIDENCE("evidence", "what shows that it was done"),
    QUESTION("question", "what people are asked"),
    ROLES("roles", "who may answer"),
    NEEDED("needed", "how many must agree"),
    DATA_LOST("dataLost", "what data would be lost"),
    DEADLINE("deadline", "until when"),
    PLAN_HASH("planHash", "the plan that is asked about"),
    RESOLUTION("resolution", "how it was resolved"),
    LEVEL("level", "the level of escalation"),
    WOULD("would", "what would have been done"),
    ON_CALL("onCall", "who is on call"),
    TAKEN("taken", "who has taken it over"),
    LINK("link", "where the console shows it");

    private final String title;
    private final String meaning;

    Word(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /// The name in templates.
    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }
}
