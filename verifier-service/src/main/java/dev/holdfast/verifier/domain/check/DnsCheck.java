package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Passes when a name has the records that it must have.
///
/// @param type `A`, `AAAA`, `CNAME`, `MX`, `TXT`, `NS` or `SRV`
/// @param server `host:port` of the name server to ask; null for the machine's own
/// @param equals exactly these; empty when not asked for
/// @param includes at least these
/// @param least so many records at least
public record DnsCheck(
        String name,
        String type,
        @Nullable String server,
        List<String> equals,
        List<String> includes,
        int least)
        implements Asking {
    public DnsCheck {
        equals = List.copyOf(equals);
        includes = List.copyOf(includes);
    }

    /// @param host of the name server, null for the machine's own
    public record Lookup(String name, String type, @Nullable String host, int port)
            implements Question {
        @Override
        public String target() {
            return host == null ? "the machine's name server" : host + ":" + port;
        }

        @Override
        public String asks() {
            return "%s records of %s at %s".formatted(type, name, target());
        }
    }

    /// @param known false when the name server says that there is no such name
    public record Records(boolean known, List<String> records, Duration took) implements Answer {
        public Records {
            records = List.copyOf(records);
        }

        @Override
        public String shows() {
            return known
                    ? "%s in %d ms".formatted(records, took.toMillis())
                    : "no such name (%d ms)".formatted(took.toMillis());
        }
    }

    @Override
    public Question question(Given given) {
        String asked = given.text(name);
        if (!asked.matches("[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\\.?")) {
            throw new IllegalArgumentException("'%s' is no domain name".formatted(asked));
        }
        if (server == null) {
            return new Lookup(asked, type, null, 53);
        }
        HostPort at = HostPort.of(given.text(server));
        return new Lookup(asked, type, at.host(), at.port());
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Records found)) {
            return answer.unfit();
        }
        if (!found.known()) {
            return Finding.failed("there is no such name").measuring(0.0);
        }
        Set<String> there = new TreeSet<>(found.records());
        String says = "%s records: %s".formatted(type, there);
        Set<String> wanted = filled(equals, given);
        Set<String> part = filled(includes, given);
        boolean right =
                there.size() >= least
                        && there.containsAll(part)
                        && (wanted.isEmpty() || there.equals(wanted));
        String must =
                !wanted.isEmpty()
                        ? ", must be " + wanted
                        : !part.isEmpty()
                                ? ", must hold " + part
                                : ", must be %d at least".formatted(least);
        return (right ? Finding.passed(says) : Finding.failed(says + must))
                .measuring((double) there.size());
    }

    private static Set<String> filled(List<String> templates, Given given) {
        Set<String> all = new TreeSet<>();
        templates.forEach(t -> all.add(given.text(t)));
        return all;
    }
}
