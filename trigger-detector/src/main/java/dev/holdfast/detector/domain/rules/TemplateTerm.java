package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.series.Labels;

import java.util.List;

/// Something in `{{ }}` that has a value: a text, a number, a truth or labels.
sealed interface TemplateTerm {

    Object value(Template.Scope scope);

    record Constant(Object constant) implements TemplateTerm {
        @Override
        public Object value(Template.Scope scope) {
            return constant;
        }
    }

    record SampleValue() implements TemplateTerm {
        @Override
        public Object value(Template.Scope scope) {
            return scope.value();
        }
    }

    record AllLabels(boolean external) implements TemplateTerm {
        @Override
        public Labels value(Template.Scope scope) {
            return external ? scope.externalLabels() : scope.labels();
        }
    }

    record OneLabel(AllLabels of, String name) implements TemplateTerm {
        @Override
        public Object value(Template.Scope scope) {
            return of.value(scope).get(name);
        }
    }

    record Call(String function, List<TemplateTerm> args) implements TemplateTerm {
        @Override
        public Object value(Template.Scope scope) {
            return TemplateFunctions.call(
                    function, args.stream().map(arg -> arg.value(scope)).toList());
        }
    }
}
