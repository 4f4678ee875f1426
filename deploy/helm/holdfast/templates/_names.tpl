{{/* Name of the release's things; the release's own name where that says holdfast already. */}}
{{- define "holdfast.name" -}}
{{- if contains "holdfast" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-holdfast" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* The five services: short name, module, port. */}}
{{- define "holdfast.services" -}}
detector: {module: trigger-detector, port: 7401}
decision: {module: decision-service, port: 7402}
executor: {module: executor-service, port: 7403}
verifier: {module: verifier-service, port: 7404}
notifier: {module: notifier-service, port: 7405}
{{- end }}

{{- define "holdfast.select" -}}
app.kubernetes.io/name: holdfast
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "holdfast.labels" -}}
{{ include "holdfast.select" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}
