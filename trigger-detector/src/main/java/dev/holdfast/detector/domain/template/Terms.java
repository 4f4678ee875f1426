package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.Functions.Function;
import dev.holdfast.detector.domain.template.Functions.Kind;
import dev.holdfast.detector.domain.template.GoValues.Data;
import dev.holdfast.detector.domain.template.GoValues.Nothing;
import dev.holdfast.detector.domain.template.GoValues.Sample;
import dev.holdfast.detector.domain.template.GoValues.Texts;
import dev.holdfast.detector.domain.template.GoValues.Things;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The values of what stands inside `{{ }}`.
final class Terms {

    static final Nothing MISSING = Nothing.MISSING;

    private final Execution execution;
    private final Template.Scope scope;

    Terms(Execution execution, Template.Scope scope) {
        this.execution = execution;
        this.scope = scope;
    }

    /// @param piped the value of the command before, or [#MISSING]
    Object command(Object dot, Node.Command command, Object piped) {
        List<Node> words = command.words();
        Node first = words.getFirst();
        List<Node> args = words.subList(1, words.size());
        return switch (first) {
            case Node.Field field -> {
                execution.at(field);
                yield fields(dot, field.path(), new Call(dot, args, piped));
            }
            case Node.Chain chain ->
                    fields(inner(dot, chain), chain.path(), new Call(dot, args, piped));
            case Node.Identifier identifier -> function(dot, identifier, command, args, piped);
            case Node.Pipe pipe -> {
                noFunction(first, args, piped);
                yield execution.pipeline(dot, pipe);
            }
            case Node.Variable variable -> variable(dot, variable, args, piped);
            default -> {
                execution.at(first);
                noFunction(first, args, piped);
                yield switch (first) {
                    case Node.Dot _ -> dot;
                    case Node.Constant constant -> constant.value();
                    case Node.Nil _ -> throw execution.failed("nil is not a command");
                    default -> throw execution.failed("can't evaluate command");
                };
            }
        };
    }

    /// With what a field is called, which only methods allow.
    private record Call(Object dot, List<Node> args, Object piped) {
        static final List<Node> NONE = List.of();

        boolean empty() {
            return args.isEmpty() && piped == MISSING;
        }
    }

    private void noFunction(Node node, List<Node> args, Object piped) {
        if (!args.isEmpty() || piped != MISSING) {
            throw execution.failed("can't give argument to non-function " + node);
        }
    }

    private Object variable(Object dot, Node.Variable node, List<Node> args, Object piped) {
        execution.at(node);
        Object value = execution.value(node);
        if (node.path().size() == 1) {
            noFunction(node, args, piped);
            return value;
        }
        List<String> path = node.path().subList(1, node.path().size());
        return fields(value, path, new Call(dot, args, piped));
    }

    private Object inner(Object dot, Node.Chain chain) {
        execution.at(chain);
        if (chain.of() instanceof Node.Nil) {
            throw execution.failed("indirection through explicit nil in " + chain);
        }
        return argument(dot, chain.of(), Kind.ANY);
    }

    private Object fields(Object of, List<String> path, Call call) {
        Object value = of;
        for (int i = 0; i < path.size(); i++) {
            boolean last = i == path.size() - 1;
            Call here = last ? call : new Call(call.dot(), Call.NONE, MISSING);
            value = field(value, path.get(i), here);
        }
        return value;
    }

    private Object field(Object of, String name, Call call) {
        if (of instanceof Instant time) {
            return method(time, name, call);
        }
        Object value =
                switch (of) {
                    case Nothing nothing -> nothing;
                    case Texts texts -> texts.map().getOrDefault(name, "");
                    case Things things -> things.map().getOrDefault(name, Nothing.NIL);
                    case Sample sample when name.equals("Labels") -> sample.labels();
                    case Sample sample when name.equals("Value") -> sample.value();
                    case Data data when name.equals("Labels") -> data.labels();
                    case Data data when name.equals("ExternalLabels") -> data.externalLabels();
                    case Data data when name.equals("ExternalURL") -> data.externalUrl();
                    case Data data when name.equals("Value") -> data.value();
                    default ->
                            throw execution.failed(
                                    "can't evaluate field %s in type %s"
                                            .formatted(name, GoValues.type(of)));
                };
        if (!call.empty()) {
            boolean map = of instanceof Texts || of instanceof Things;
            throw execution.failed(
                    map
                            ? name + " is not a method but has arguments"
                            : name + " has arguments but cannot be invoked as function");
        }
        return value;
    }

    private Object method(Instant time, String name, Call call) {
        var args = new ArrayList<Object>();
        for (Node arg : call.args()) {
            args.add(argument(call.dot(), arg, Kind.ANY));
        }
        if (call.piped() != MISSING) {
            args.add(call.piped());
        }
        try {
            return GoTime.call(time, name, args);
        } catch (Failure e) {
            throw execution.failed(e.words());
        }
    }

    private Object function(
            Object dot, Node.Identifier node, Node shownAs, List<Node> args, Object piped) {
        execution.at(node);
        String name = node.name();
        Function function = Functions.named(name);
        int given = args.size() + (piped == MISSING ? 0 : 1);
        int fixed = function.fixed().size();
        if (function.rest() == null ? given != fixed : given < fixed) {
            throw execution.failed(
                    "wrong number of args for %s: want %s%d got %d"
                            .formatted(
                                    name,
                                    function.rest() == null ? "" : "at least ",
                                    fixed,
                                    function.rest() == null ? given : args.size()));
        }
        boolean stopsEarly = name.equals("and") || name.equals("or");
        var values = new ArrayList<Object>();
        for (int i = 0; i < args.size(); i++) {
            Object value = argument(dot, args.get(i), function.kind(i));
            if (stopsEarly && GoValues.truth(value) == name.equals("or")) {
                return value;
            }
            values.add(value);
        }
        if (piped != MISSING) {
            values.add(checked(piped, function.kind(args.size())));
        }
        try {
            return function.body().of(scope, values);
        } catch (Failure e) {
            execution.at(shownAs);
            throw execution.failed("error calling %s: %s".formatted(name, e.words()));
        }
    }

    private Object argument(Object dot, Node node, Kind kind) {
        execution.at(node);
        Call none = new Call(dot, Call.NONE, MISSING);
        return switch (node) {
            case Node.Constant constant -> constant(constant, kind);
            case Node.Nil _ -> {
                if (kind == Kind.TEXT) {
                    throw execution.failed("cannot assign nil to " + kind.type);
                }
                yield Nothing.NIL;
            }
            case Node.Dot _ -> checked(dot, kind);
            case Node.Pipe pipe -> checked(execution.pipeline(dot, pipe), kind);
            case Node.Identifier identifier ->
                    checked(function(dot, identifier, identifier, Call.NONE, MISSING), kind);
            case Node.Variable variable ->
                    checked(variable(dot, variable, Call.NONE, MISSING), kind);
            case Node.Field field -> checked(fields(dot, field.path(), none), kind);
            case Node.Chain chain -> checked(fields(inner(dot, chain), chain.path(), none), kind);
            default ->
                    throw execution.failed(
                            "can't handle %s for arg of type %s".formatted(node, kind.type));
        };
    }

    private Object constant(Node.Constant constant, Kind kind) {
        return switch (kind) {
            case ANY -> constant.value();
            case TEXT -> {
                if (constant.value() instanceof String) {
                    yield constant.value();
                }
                throw execution.failed("expected string; found " + constant);
            }
            case SAMPLE, SAMPLES ->
                    throw execution.failed(
                            "can't handle %s for arg of type %s".formatted(constant, kind.type));
        };
    }

    private Object checked(Object value, Kind kind) {
        if (kind.takes(value)) {
            return value;
        }
        throw execution.failed(
                value == Nothing.NIL
                        ? "invalid value; expected " + kind.type
                        : "wrong type for value; expected %s; got %s"
                                .formatted(kind.type, GoValues.type(value)));
    }
}
