package dev.holdfast.trials.simulation;

/// What happened in runs: so that nobody takes a run in which nothing happened for a good one.
///
/// @param events written to the topics
/// @param effects real ones, on targets
public record Tally(
        long runs,
        double hours,
        long acts,
        long events,
        long incidents,
        long orders,
        long effects,
        long completed,
        long resolved,
        long escalated,
        long withheld,
        long refused,
        long crashes) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Tally plus(Tally o) {
        return new Tally(
                runs + o.runs,
                hours + o.hours,
                acts + o.acts,
                events + o.events,
                incidents + o.incidents,
                orders + o.orders,
                effects + o.effects,
                completed + o.completed,
                resolved + o.resolved,
                escalated + o.escalated,
                withheld + o.withheld,
                refused + o.refused,
                crashes + o.crashes);
    }
}
