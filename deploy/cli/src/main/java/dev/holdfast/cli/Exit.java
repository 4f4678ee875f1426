package dev.holdfast.cli;

/// What the exit code of a command means; also printed by `holdfast --help`.
public final class Exit {
    public static final int DONE = 0;

    /// It was tried and refused, or the answer is no.
    public static final int FAILED = 1;

    /// The command line itself is wrong.
    public static final int USAGE = 2;

    /// A service does not answer.
    public static final int UNREACHABLE = 3;

    /// There is no such incident, system, pack.
    public static final int NOT_FOUND = 4;

    /// No token, a wrong one, or one without the role.
    public static final int NOT_ALLOWED = 5;

    /// A verification that neither proved nor refuted.
    public static final int INCONCLUSIVE = 6;

    private Exit() {}
}
