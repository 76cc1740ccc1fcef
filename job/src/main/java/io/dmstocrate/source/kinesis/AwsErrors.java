package io.dmstocrate.source.kinesis;

import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Tells what to make of the failures that the AWS SDK throws. */
final class AwsErrors {

    private AwsErrors() {}

    /** The failure of a call, in the terms of the source. */
    static StreamException explain(String action, SdkException e) {
        return new StreamException(kind(e), "kinesis:" + action + ": " + e.getMessage(), e);
    }

    private static Kind kind(SdkException e) {
        if (e instanceof ExpiredIteratorException) {
            return Kind.ITERATOR_EXPIRED;
        }
        if (e instanceof ResourceNotFoundException) {
            return Kind.NOT_FOUND;
        }
        if (e instanceof ProvisionedThroughputExceededException
                || e instanceof LimitExceededException
                || e instanceof KmsThrottlingException) {
            return Kind.THROTTLED;
        }
        if (e instanceof ExpiredNextTokenException || e instanceof ResourceInUseException) {
            return Kind.UNAVAILABLE;
        }
        if (e instanceof AwsServiceException service) {
            return kind(service);
        }
        return isPassing(e) ? Kind.UNAVAILABLE : Kind.REFUSED;
    }

    private static Kind kind(AwsServiceException e) {
        if (e.isThrottlingException()) {
            return Kind.THROTTLED;
        }
        // The SDK corrects its clock by the answer.
        return e.statusCode() >= 500 || e.isClockSkewException() ? Kind.UNAVAILABLE : Kind.REFUSED;
    }

    /** Whether it is a matter of the network, not of the settings. */
    private static boolean isPassing(SdkException e) {
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof AbortedException) {
            return true;
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                return true;
            }
        }
        return false;
    }
}
