package io.sparsesplit.edge;

/** What befalls the cloud befalls it over HTTP/2 as well. */
@ServicePair.Http2
class CloudFailureOverHttp2Test extends CloudFailureTest {

    CloudFailureOverHttp2Test(ServicePair pair) {
        super(pair);
    }
}
