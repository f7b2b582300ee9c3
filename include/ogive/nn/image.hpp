// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A PNG or PGM picture comes in, grey pixels go out, at the size and in the manner of MNIST's digits, or
// an error that says what is wrong with the file. This header alone of nn needs libpng; no other includes it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <png.h>

#include <ogive/base/error.hpp>
#include <ogive/nn/file.hpp>

namespace ogive::nn {

/// height × width pixels, row by row, 0 black to 255 white.
struct gray_image {
  std::size_t height = 0;
  std::size_t width = 0;
  std::vector<std::uint8_t> pixels;
};

namespace detail {

inline constexpr std::array<std::uint8_t, 8> png_signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

inline bool is_png(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= png_signature.size() && std::equal(png_signature.begin(), png_signature.end(), bytes.begin());
}

inline bool is_pgm(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 2 && bytes[0] == 'P' && (bytes[1] == '2' || bytes[1] == '5');
}

/// Errors: more pixels than the caller takes.
inline void require_size(const std::string& file, std::size_t offset, std::size_t width, std::size_t height,
                         std::size_t most) {
  if (width == 0 || height == 0) refuse(file, offset, "empty", "a width and a height of at least 1", "0");
  if (width > most / height)
    refuse(file, offset, "too large", "at most " + std::to_string(most) + " pixels",
           std::to_string(width) + " x " + std::to_string(height));
}

inline gray_image decode_png(std::span<const std::uint8_t> bytes, const std::string& file, std::size_t most) {
  png_image reader{};
  reader.version = PNG_IMAGE_VERSION;
  const auto refuse_by_libpng = [&] {
    const std::string said = reader.message;
    png_image_free(&reader);
    refuse(file, 0, "bad PNG", "a whole picture", said);
  };
  if (png_image_begin_read_from_memory(&reader, bytes.data(), bytes.size()) == 0) refuse_by_libpng();
  gray_image image{reader.height, reader.width, {}};
  try {
    require_size(file, 16, image.width, image.height, most);
    // each byte of deflate makes at most 1032: a picture that the file cannot hold needs no memory
    if (image.height * image.width / 8 > 1032 * bytes.size())
      refuse(file, 16, "truncated", "pixels of " + std::to_string(image.width) + " x " + std::to_string(image.height),
             std::to_string(bytes.size()) + " bytes in all");
    reader.format = PNG_FORMAT_GRAY;
    image.pixels.resize(image.height * image.width);
  } catch (...) {
    png_image_free(&reader);
    throw;
  }
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&reader, &white, image.pixels.data(), 0, nullptr) == 0) refuse_by_libpng();
  return image;
}

/// What a PGM file says, number by number.
class pgm_words {
 public:
  pgm_words(std::span<const std::uint8_t> bytes, const std::string& file) : bytes_(bytes), file_(file) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  void skip(std::size_t count) { at_ += count; }

  /// The next number, after white space and comments.
  std::size_t number(const char* what) {
    while (at_ < bytes_.size() && (is_space(bytes_[at_]) || bytes_[at_] == '#')) {
      if (bytes_[at_] == '#') {
        while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
      } else {
        ++at_;
      }
    }
    const std::size_t first = at_;
    std::size_t value = 0;
    for (; at_ < bytes_.size() && '0' <= bytes_[at_] && bytes_[at_] <= '9'; ++at_) {
      value = 10 * value + (bytes_[at_] - std::size_t{'0'});
      if (value > 0xffffffff) refuse(file_, first, std::string("bad ") + what, "a number below 2^32", "more");
    }
    if (at_ == first) {
      refuse(file_, first, at_ == bytes_.size() ? "truncated" : std::string("bad ") + what, std::string(what),
             at_ == bytes_.size() ? "the end of the file" : hexadecimal(bytes_.subspan(at_, 1)));
    }
    return value;
  }

 private:
  static bool is_space(std::uint8_t c) { return c == ' ' || ('\t' <= c && c <= '\r'); }

  std::span<const std::uint8_t> bytes_;
  const std::string& file_;
  std::size_t at_ = 2;
};

inline gray_image decode_pgm(std::span<const std::uint8_t> bytes, const std::string& file, std::size_t most) {
  const bool is_text = bytes[1] == '2';
  pgm_words words(bytes, file);
  gray_image image;
  image.width = words.number("width");
  image.height = words.number("height");
  require_size(file, 2, image.width, image.height, most);
  const std::size_t where = words.at(), greatest = words.number("maximum");
  if (greatest == 0 || greatest > 65535) refuse(file, where, "bad maximum", "1 to 65535", std::to_string(greatest));
  const std::size_t count = image.width * image.height, size = greatest > 255 ? 2 : 1;
  const auto scaled = [&](std::size_t value) {
    if (value > greatest)
      refuse(file, words.at(), "bad pixel", "at most " + std::to_string(greatest), std::to_string(value));
    return static_cast<std::uint8_t>((255 * value + greatest / 2) / greatest);
  };
  if (!is_text) words.skip(1);  // one white space ends the header
  const std::size_t rest = bytes.size() - std::min(bytes.size(), words.at());
  const std::size_t needed = is_text ? 2 * count - 1 : size * count;  // a digit and a space for each but the last
  if (rest < needed)
    refuse(file, bytes.size(), "truncated", std::to_string(needed) + " bytes of pixels", std::to_string(rest));
  if (!is_text && rest > needed)
    refuse(file, words.at() + needed, "trailing bytes", std::to_string(needed) + " bytes of pixels",
           std::to_string(rest));
  image.pixels.reserve(count);
  for (std::size_t i = 0; i != count; ++i) {
    std::size_t value = 0;
    if (is_text) {
      value = words.number("pixel");
    } else {
      for (std::size_t k = 0; k != size; ++k) value = 256 * value + bytes[words.at() + k];
    }
    image.pixels.push_back(scaled(value));
    if (!is_text) words.skip(size);
  }
  return image;
}

}  // namespace detail

/// What `read_image` takes at most.
struct image_limits {
  std::size_t pixels = std::size_t{1} << 24;
};

/// A picture from the bytes of a file: PNG of any kind (colours become grey, what is transparent white) or PGM, plain
/// or binary. `file` names it in messages. Errors (`data_error`): neither, cut, damaged, too large.
inline gray_image decode_image(std::span<const std::uint8_t> bytes, const std::string& file,
                               const image_limits& limits = {}) {
  if (detail::is_png(bytes)) return detail::decode_png(bytes, file, limits.pixels);
  if (detail::is_pgm(bytes)) return detail::decode_pgm(bytes, file, limits.pixels);
  detail::refuse(file, 0, "neither PNG nor PGM", "89 50 4e 47, or P2 or P5",
                 bytes.empty() ? "nothing" : detail::hexadecimal(bytes.first(std::min<std::size_t>(4, bytes.size()))));
}

/// The same from a file. Errors: also what the system says.
inline gray_image read_image(const std::string& file, const image_limits& limits = {}) {
  return decode_image(detail::read_bytes(file), file, limits);
}

/// The picture at another size: each new pixel is the mean of the area that it covers, so that the mean of all stays.
/// Errors: a size of 0.
inline gray_image resize(const gray_image& image, std::size_t height, std::size_t width) {
  if (height == 0 || width == 0 || image.pixels.empty())
    ogive::detail::fail("ogive::nn::resize: from %zu x %zu to %zu x %zu; pass sizes of at least 1", image.height,
                        image.width, height, width);
  if (height == image.height && width == image.width) return image;
  // along one axis: visit(old, new, weight), the weights of each new place adding up to 1
  const auto overlaps = [](std::size_t from, std::size_t to, const auto& visit) {
    const double step = static_cast<double>(from) / static_cast<double>(to);
    for (std::size_t i = 0; i != to; ++i) {
      const double first = static_cast<double>(i) * step, last = static_cast<double>(i + 1) * step;
      for (auto k = static_cast<std::size_t>(first); k < from && static_cast<double>(k) < last; ++k) {
        const double covered = std::min(last, static_cast<double>(k + 1)) - std::max(first, static_cast<double>(k));
        if (covered > 0) visit(k, i, covered / step);
      }
    }
  };
  std::vector<double> narrow(image.height * width, 0.0), sums(height * width, 0.0);
  overlaps(image.width, width, [&](std::size_t k, std::size_t j, double weight) {
    for (std::size_t i = 0; i != image.height; ++i) narrow[i * width + j] += weight * image.pixels[i * image.width + k];
  });
  overlaps(image.height, height, [&](std::size_t k, std::size_t i, double weight) {
    for (std::size_t j = 0; j != width; ++j) sums[i * width + j] += weight * narrow[k * width + j];
  });
  gray_image result{height, width, std::vector<std::uint8_t>(height * width)};
  std::transform(sums.begin(), sums.end(), result.pixels.begin(),
                 [](double sum) { return static_cast<std::uint8_t>(std::lround(std::clamp(sum, 0.0, 255.0))); });
  return result;
}

/// The picture in MNIST's manner: a bright digit on a dark ground. If the border is bright in the mean, all is
/// inverted.
inline gray_image as_digit(gray_image image) {
  std::size_t sum = 0, count = 0;
  for (std::size_t i = 0; i != image.height; ++i) {
    for (std::size_t j = 0; j != image.width; ++j) {
      if (i != 0 && j != 0 && i + 1 != image.height && j + 1 != image.width) continue;
      sum += image.pixels[i * image.width + j];
      ++count;
    }
  }
  if (2 * sum > 255 * count) {
    for (std::uint8_t& pixel : image.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  }
  return image;
}

}  // namespace ogive::nn
