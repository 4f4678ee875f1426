package dev.holdfast.cli.demo;

/// What the demo goes through, in this order.
public enum Stage {
    HOUSE("house", "Kafka, PostgreSQL and five services start"),
    SHOP("lab", "the system opens in its good release, customers come"),
    PACK("pack", "five services learn what to watch and what to do"),
    CALM("calm", "its release is declared good, its metrics are steady"),
    DEPLOY("break", "something happens to it"),
    DETECT("detect", "is something wrong?"),
    DECIDE("decide", "what do we do, and who must agree?"),
    ROLL_BACK("roll back", "step by step, each effect once"),
    VERIFY("verify", "is it really healed?"),
    RESOLVE("resolve", "does it stay healed?");

    private final String title;
    private final String question;

    Stage(String title, String question) {
        this.title = title;
        this.question = question;
    }

    String title() {
        return title;
    }

    String question() {
        return question;
    }
}
