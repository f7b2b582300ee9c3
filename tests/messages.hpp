// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What tests of errors share: the message of a call that must fail, and whether it says what it should.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

/// The message of the error that `call` must throw.
template <class Error = std::exception, class Call>
std::string message_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// Checks that a message has every part. (The matchers of Catch2 have other names in version 3.)
inline void says(const std::string& message, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    CAPTURE(message, part);
    CHECK(message.find(part) != std::string::npos);
  }
}
