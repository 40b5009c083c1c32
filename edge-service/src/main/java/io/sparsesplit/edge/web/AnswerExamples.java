package io.sparsesplit.edge.web;

/** Answers as the API documentation shows them. */
public final class AnswerExamples {

    public static final String EDGE = """
            {"label":"7","classIndex":7,"confidence":0.983,
             "probabilities":[0.001,0.001,0.002,0.003,0.001,0.001,0.001,0.983,0.002,0.005],
             "exit":"edge","degraded":false,"reason":"confident",
             "criterion":"max-softmax","criterionValue":0.983,"threshold":0.9,
             "model":{"name":"mnist","version":"3.1.0","fingerprint":"9f2c"},
             "bytes":{"image":283,"codec":null,"payload":0,"frame":0,"sent":0,"received":0},
             "latencyMs":{"decode":0.11,"head":0.01,"cloud":0.0,"total":0.14},
             "decision":{"policy":"auto","thresholdBy":"model","minConfidence":null,"exits":1,
              "asked":[{"afterLayer":1,"temperature":1.2,"modelThreshold":0.9,"threshold":0.9,"value":0.983,"classIndex":7}],
              "firedAfterLayer":1,"cloud":null,"deadlineMs":null,"controller":null},
             "traceId":"4bf92f3577b34da6a3ce929d0e0e4736",
             "provisional":false,"id":null}""";

    static final String CLOUD = """
            {"label":"9","classIndex":9,"confidence":0.971,
             "probabilities":[0.001,0.001,0.002,0.003,0.012,0.001,0.001,0.006,0.002,0.971],
             "exit":"cloud","degraded":false,"reason":"cloud-answered",
             "criterion":"max-softmax","criterionValue":0.514,"threshold":0.9,
             "model":{"name":"mnist","version":"3.1.0","fingerprint":"9f2c"},
             "bytes":{"image":301,"codec":"entropy","payload":8,"frame":15,"sent":255,"received":155},
             "latencyMs":{"decode":0.12,"head":0.01,"cloud":1.9,"total":2.1},
             "decision":{"policy":"auto","thresholdBy":"model","minConfidence":null,"exits":1,
              "asked":[{"afterLayer":1,"temperature":1.2,"modelThreshold":0.9,"threshold":0.9,"value":0.514,"classIndex":4}],
              "firedAfterLayer":null,"cloud":"cloud-answered","deadlineMs":2000,"controller":null},
             "traceId":"4bf92f3577b34da6a3ce929d0e0e4736",
             "provisional":false,"id":null}""";

    static final String FALLBACK = """
            {"label":"4","classIndex":4,"confidence":0.514,
             "probabilities":[0.001,0.001,0.002,0.003,0.514,0.001,0.001,0.006,0.002,0.469],
             "exit":"edge-fallback","degraded":true,"reason":"breaker-open",
             "criterion":"max-softmax","criterionValue":0.514,"threshold":0.85,
             "model":{"name":"mnist","version":"3.1.0","fingerprint":"9f2c"},
             "bytes":{"image":301,"codec":null,"payload":0,"frame":0,"sent":0,"received":0},
             "latencyMs":{"decode":0.12,"head":0.01,"cloud":0.01,"total":0.16},
             "decision":{"policy":"auto","thresholdBy":"controller","minConfidence":null,"exits":1,
              "asked":[{"afterLayer":1,"temperature":1.2,"modelThreshold":0.9,"threshold":0.85,"value":0.514,"classIndex":4}],
              "firedAfterLayer":null,"cloud":"breaker-open","deadlineMs":2000,
              "controller":{"objective":"deadline","offset":-0.05,"codec":null,"change":1,"budget":null}},
             "traceId":"4bf92f3577b34da6a3ce929d0e0e4736",
             "provisional":false,"id":null}""";

    static final String PROVISIONAL = """
            {"label":"4","classIndex":4,"confidence":0.514,
             "probabilities":[0.001,0.001,0.002,0.003,0.514,0.001,0.001,0.006,0.002,0.469],
             "exit":"edge-provisional","degraded":false,"reason":"queued",
             "criterion":"max-softmax","criterionValue":0.514,"threshold":0.9,
             "model":{"name":"mnist","version":"3.1.0","fingerprint":"9f2c"},
             "bytes":{"image":301,"codec":null,"payload":0,"frame":0,"sent":0,"received":0},
             "latencyMs":{"decode":0.12,"head":0.01,"cloud":0.0,"total":1.9},
             "decision":{"policy":"auto","thresholdBy":"model","minConfidence":null,"exits":1,
              "asked":[{"afterLayer":1,"temperature":1.2,"modelThreshold":0.9,"threshold":0.9,"value":0.514,"classIndex":4}],
              "firedAfterLayer":null,"cloud":"queued","deadlineMs":2000,"controller":null},
             "traceId":"4bf92f3577b34da6a3ce929d0e0e4736",
             "provisional":true,"id":"0f8fad5b-d9cb-469f-a165-70867728950e"}""";

    private AnswerExamples() {}
}
