import { ERRORS, type ErrorBody, type ErrorCode } from "../contract/contract.ts";

/** An error that is sent to the caller, with a code of the contract. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ErrorCode;
  readonly fields: Record<string, string> | undefined;
  /** Seconds after which the caller may try again. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & {
      fields?: Record<string, string> | undefined;
      retryAfter?: number | undefined;
    } = {},
  ) {
    super(message, options);
    this.code = code;
    this.fields = options.fields;
    this.retryAfter = options.retryAfter;
  }

  get statusCode(): number {
    return ERRORS[this.code];
  }

  toBody(): ErrorBody {
    const { code, message, fields } = this;
    return { error: fields ? { code, message, fields } : { code, message } };
  }
}
