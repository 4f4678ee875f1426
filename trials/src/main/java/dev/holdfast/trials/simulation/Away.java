package dev.holdfast.trials.simulation;

/// The database does not answer this service now.
final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Away(String service) {
        super(service + " cannot reach its database", null, false, false);
    }
}
