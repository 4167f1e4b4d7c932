-- Names and dates are compared byte by byte, as SQLite compares them.
CREATE TABLE about (
    model text NOT NULL, format integer NOT NULL,
    -- What the candidates of this record are called in Milvus.
    collection text NOT NULL,
    -- How often articles were put in or taken out; what is ready: its passages, and the terms in them.
    changes bigint NOT NULL DEFAULT 0, passages bigint NOT NULL DEFAULT 0, words bigint NOT NULL DEFAULT 0);
CREATE TABLE articles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text COLLATE "C" NOT NULL UNIQUE, name text COLLATE "C" NOT NULL, text text NOT NULL,
    title text NOT NULL, language text COLLATE "C" NOT NULL,
    date text COLLATE "C" NOT NULL, first_day integer NOT NULL, last_day integer NOT NULL,
    publisher text NOT NULL, url text NOT NULL,
    -- [[rule, start, end], ...] and [[start, name], ...]
    removed jsonb NOT NULL, places jsonb NOT NULL,
    title_tokens bytea NOT NULL, passages integer NOT NULL,
    -- False as long as its candidates are not all there, and as soon as it is to go.
    ready boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX articles_name ON articles (name) WHERE ready;
CREATE INDEX articles_latest ON articles (date DESC, name) WHERE ready;
CREATE INDEX articles_language ON articles (language, last_day) WHERE ready;
CREATE INDEX articles_unready ON articles (id) WHERE NOT ready;
CREATE VIEW held AS SELECT * FROM articles WHERE ready;
CREATE TABLE sources (
    path text COLLATE "C" PRIMARY KEY, digest text NOT NULL,
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE);
CREATE INDEX sources_article ON sources (article);
-- The id of a passage or sentence is that of its article, shifted by 20 bits, and its place there.
CREATE TABLE sentences (
    id bigint PRIMARY KEY, starts integer NOT NULL, ends integer NOT NULL,
    vector bytea NOT NULL, tokens bytea NOT NULL);
CREATE TABLE passages (
    id bigint PRIMARY KEY, first bigint NOT NULL, last bigint NOT NULL,
    vector bytea NOT NULL, terms integer[] NOT NULL);
-- How many ready passages hold a term; its id is its dimension in Milvus.
CREATE TABLE terms (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    term text COLLATE "C" NOT NULL UNIQUE, passages bigint NOT NULL DEFAULT 0);
