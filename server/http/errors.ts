import { ERRORS, type ErrorBody, type ErrorCode } from "../contract/contract.ts";

/** An error that is sent to the caller, with a code of the contract. Default message: the code's own. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly fields: Record<string, string> | undefined;
  /** Seconds after which the caller may try again. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    message: string = ERRORS[code].message,
    options: ErrorOptions & {
      fields?: Record<string, string> | undefined;
      retryAfter?: number | undefined;
    } = {},
  ) {
    super(message, options);
    this.code = code;
    this.statusCode = ERRORS[code].status;
    this.fields = options.fields;
    this.retryAfter = options.retryAfter;
  }

  toBody(): ErrorBody {
    const { code, message, fields } = this;
    return { error: fields ? { code, message, fields } : { code, message } };
  }
}
