// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The body of a gzip file around an IDX header: libFuzzer changes what comes after the signature.
#include <vector>

#include <ogive/nn/idx.hpp>

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint8_t> file{0x1f, 0x8b};
  file.insert(file.end(), data, data + size);
  return fuzz::try_reader([&] {
    const ogive::nn::idx_array array = ogive::nn::read_idx(fuzz::file_of(file), {});
    fuzz::promise(array.bytes.size() <= 1032 * file.size(), "no more than deflate can hold");
  });
}
