"""A coverage in the words of schema.org, for search engines and other machines that read pages.

`shapes` has the types with the terms that are used of each, `conversion` says a page of a coverage
in them, `writing` puts it where HTML is around it. After schema.org and what Google asks of a
LiveBlogPosting (https://developers.google.com/search/docs/appearance/structured-data).
"""
