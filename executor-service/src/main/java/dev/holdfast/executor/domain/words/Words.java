package dev.holdfast.executor.domain.words;

import dev.holdfast.executor.domain.words.Piece.Origin;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A filled text whose pieces still know their origin.
public record Words(List<Piece> pieces) {
    public Words {
        pieces = List.copyOf(pieces);
    }

    public static Words of(String text) {
        return new Words(List.of(Piece.pack(text)));
    }

    /// As plans, logs and people see it: secrets are only named.
    public String shown() {
        return pieces.stream().map(Piece::shown).collect(Collectors.joining());
    }

    /// The real text.
    public String real(UnaryOperator<String> secret, UnaryOperator<String> output) {
        return pieces.stream()
                .map(p ->
                        switch (p.origin()) {
                            case PACK, GIVEN -> p.text();
                            case SECRET -> secret.apply(p.text());
                            case OUTPUT -> output.apply(p.text());
                        })
                .collect(Collectors.joining());
    }

    /// Whether everything in it is known already when the plan is made.
    public boolean settled() {
        return pieces.stream()
                .allMatch(p -> p.origin() == Origin.PACK || p.origin() == Origin.GIVEN);
    }

    /// The pieces of one origin.
    public Stream<String> from(Origin origin) {
        return pieces.stream().filter(p -> p.origin() == origin).map(Piece::text);
    }

    /// The same with every piece from outside rewritten, for example percent-encoded.
    public Words givenAs(UnaryOperator<String> rewrite) {
        return new Words(
                pieces.stream()
                        .map(p ->
                                p.origin() == Origin.GIVEN
                                        ? Piece.given(rewrite.apply(p.text()))
                                        : p)
                        .toList());
    }

    /// Whether the text begins with something that a stranger chose.
    public boolean beginsWithGiven() {
        return pieces.stream()
                .filter(p -> !p.text().isEmpty())
                .findFirst()
                .filter(p -> p.origin() != Origin.PACK)
                .isPresent();
    }
}
