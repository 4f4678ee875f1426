package dev.holdfast.detector.domain.template;

import java.util.List;
import java.util.Set;

/// Does a text depend on more than labels? Where it is not sure, it says so.
final class Changing {

    private static final Set<String> STEADY = Set.of("$labels", "$externalLabels", "$externalURL");
    private static final Set<String> STEADY_FIELDS =
            Set.of("Labels", "ExternalLabels", "ExternalURL");
    private static final Set<String> ASKING = Set.of("query", "now");

    private Changing() {}

    static boolean is(Reader.Tree tree) {
        // The first four actions name the variables.
        List<Node> own = tree.root().subList(Math.min(4, tree.root().size()), tree.root().size());
        return any(own) || tree.defined().values().stream().anyMatch(Changing::any);
    }

    private static boolean any(List<? extends Node> nodes) {
        return nodes.stream().anyMatch(Changing::is);
    }

    private static boolean is(Node node) {
        return switch (node) {
            case Node.Text _, Node.Break _, Node.Continue _, Node.Mark _ -> false;
            case Node.Nil _, Node.Constant _ -> false;
            case Node.Action(int _, Node.Pipe pipe) -> is(pipe);
            case Node.Branch b -> is(b.pipe()) || any(b.body()) || any(b.otherwise());
            case Node.Include(int _, String _, Node.Pipe pipe) -> pipe != null && is(pipe);
            case Node.Pipe pipe -> any(pipe.commands());
            case Node.Command command -> any(command.words());
            case Node.Identifier(int _, String name) -> ASKING.contains(name);
            case Node.Variable(int _, List<String> path) -> !STEADY.contains(path.getFirst());
            case Node.Field(int _, List<String> path) -> !STEADY_FIELDS.contains(path.getFirst());
            case Node.Chain(int _, Node of, List<String> _) -> is(of);
            case Node.Dot _ -> true;
        };
    }
}
