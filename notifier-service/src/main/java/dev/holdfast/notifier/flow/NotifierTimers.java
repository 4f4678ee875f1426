package dev.holdfast.notifier.flow;

/// The names of the notifier's timers.
final class NotifierTimers {
    private static final String UPDATE = "update:";
    private static final String GROUP = "group:";
    private static final String FORGET = "forget:";
    private static final String DROP = "drop:";
    private static final String LEVEL = "level:";

    /// What a timer is about.
    sealed interface Due {
        /// The promised update of an incident.
        record Update(String incident) implements Due {}

        /// A bundle has been collected for long enough.
        record Group(String bundle) implements Due {}

        /// An incident has been over for long enough.
        record Forget(String incident) implements Due {}

        /// A notice about no incident is old enough.
        record Drop(String notice) implements Due {}

        /// Nobody has taken the incident over in time for this level, counted from 1.
        record Level(int level, String incident) implements Due {}
    }

    private NotifierTimers() {}

    static String update(String incident) {
        return UPDATE + incident;
    }

    static String group(String bundle) {
        return GROUP + bundle;
    }

    static String forget(String incident) {
        return FORGET + incident;
    }

    static String drop(String notice) {
        return DROP + notice;
    }

    static String level(int level, String incident) {
        return LEVEL + level + ":" + incident;
    }

    static Due read(String timer) {
        String rest = timer.substring(timer.indexOf(':') + 1);
        if (timer.startsWith(UPDATE)) {
            return new Due.Update(rest);
        }
        if (timer.startsWith(GROUP)) {
            return new Due.Group(rest);
        }
        if (timer.startsWith(FORGET)) {
            return new Due.Forget(rest);
        }
        if (timer.startsWith(DROP)) {
            return new Due.Drop(rest);
        }
        if (timer.startsWith(LEVEL)) {
            int end = rest.indexOf(':');
            return new Due.Level(Integer.parseInt(rest.substring(0, end)), rest.substring(end + 1));
        }
        throw new IllegalArgumentException("'%s' is no timer of notifier-service".formatted(timer));
    }
}
