package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The picture of an incident in the docs is drawn by running the machine; where it has become another
/// one, `-Ddocs.apply=true` draws it anew.
final class IncidentDiagramTest {
    private static final Path PAGE = Path.of("../docs/incident-states.md");
    private static final int HISTORIES = 500;
    private static final int STEPS = 150;

    private static String drawn() {
        Map<String, Set<String>> ways = new TreeMap<>();
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            history.run(STEPS);
            history.ways()
                    .forEach((way, why) ->
                            ways.computeIfAbsent(way, _ -> new TreeSet<>()).addAll(why));
        }
        StringBuilder page =
                new StringBuilder(
                        """
                        # The states of an incident

                        Drawn by a test that runs the machine through %d random histories: every arrow was gone. What each state
                        makes of each happening stands in `decision-service/.../domain/incident/While….java`; every state that is no
                        end has a deadline.

                        ```mermaid
                        stateDiagram-v2
                        """
                                .formatted(HISTORIES));
        ways.keySet()
                .forEach(way -> {
                    String[] ends = way.split(" ");
                    String from = ends[0].equals("begin") ? "[*]" : name(ends[0]);
                    page.append("    %s --> %s\n".formatted(from, name(ends[1])));
                });
        page.append(
                "    resolved --> [*]\n    closed --> [*]\n```\n\n| from | to | by |\n|---|---|---|\n");
        ways.forEach((way, why) -> {
            String[] ends = way.split(" ");
            page.append(
                    "| %s | %s | %s |\n"
                            .formatted(
                                    ends[0],
                                    ends[1],
                                    why.stream().collect(Collectors.joining(", "))));
        });
        return page.toString();
    }

    private static String name(String state) {
        return state.replace('-', '_');
    }

    @Test
    void the_page_shows_what_the_machine_does() throws IOException {
        String drawn = drawn();
        if (Boolean.getBoolean("docs.apply")) {
            Files.writeString(PAGE, drawn);
        }
        assertThat(PAGE).hasContent(drawn);
    }
}
