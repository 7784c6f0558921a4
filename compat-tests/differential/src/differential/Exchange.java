package differential;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing a broker did in a scenario: the question, and the normalised answer.
 *
 * @param question what was asked, in words; the same on both sides
 * @param api name of the API, or "connection"
 */
record Exchange(String question, String api, JsonNode answer) {
}
