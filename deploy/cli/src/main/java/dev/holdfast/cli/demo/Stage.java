package dev.holdfast.cli.demo;

/// What the demo goes through, in this order.
public enum Stage {
    HOUSE("house", "Kafka, PostgreSQL and five services start"),
    SHOP("shop", "the shop opens as 1.4.1, customers come"),
    PACK("pack", "five services learn what to watch and what to do"),
    CALM("calm", "1.4.1 is declared good, its metrics are steady"),
    DEPLOY("deploy", "somebody deploys 1.5.0"),
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
